// Where a place lies in the pyramid of tiles (Web Mercator), and what of a shape lies in one tile:
// cut off a little beyond its edge, so that lines go on in the next one without a seam.
import type { Bounds } from '#domain/basemap.ts'
import { tileExtent, type TilePoint } from './vectorTile.ts'

type LonLat = readonly [lon: number, lat: number]

/** In tiles from the upper left of the world: 3.5 is the middle of the fourth. */
export function tilesAt([lon, lat]: LonLat, z: number): [x: number, y: number] {
  const side = 2 ** z
  const sine = Math.sin((lat * Math.PI) / 180)
  return [
    ((lon + 180) / 360) * side,
    (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side,
  ]
}

/** Every tile of one zoom that shows something of the box. */
export function tilesOver([west, south, east, north]: Bounds, z: number): [number, number][] {
  const last = 2 ** z - 1
  const whole = (n: number): number => Math.min(last, Math.max(0, Math.floor(n)))
  const [left, top] = tilesAt([west, north], z).map(whole) as [number, number]
  const [right, low] = tilesAt([east, south], z).map(whole) as [number, number]
  const tiles: [number, number][] = []
  for (let x = left; x <= right; x++) for (let y = top; y <= low; y++) tiles.push([x, y])
  return tiles
}

export const inTile = (point: LonLat, z: number, x: number, y: number): TilePoint => {
  const [atX, atY] = tilesAt(point, z)
  return [Math.round((atX - x) * tileExtent), Math.round((atY - y) * tileExtent)]
}

const least = -128
const most = tileExtent + 128

interface Side {
  /** Above 0 inside. */
  depth(point: TilePoint): number
}
const sides: readonly Side[] = [
  { depth: ([x]) => x - least },
  { depth: ([x]) => most - x },
  { depth: ([, y]) => y - least },
  { depth: ([, y]) => most - y },
]

const crossing = (a: TilePoint, b: TilePoint, { depth }: Side): TilePoint => {
  const share = depth(a) / (depth(a) - depth(b))
  return [Math.round(a[0] + (b[0] - a[0]) * share), Math.round(a[1] + (b[1] - a[1]) * share)]
}

export const isInTile = (point: TilePoint): boolean => sides.every(({ depth }) => depth(point) >= 0)

/** What of a ring lies in the tile; empty where nothing does (Sutherland and Hodgman). */
export function clippedRing(ring: readonly TilePoint[]): TilePoint[] {
  const inside = sides.reduce<TilePoint[]>(
    (left, side) =>
      left.flatMap((point, i) => {
        const before = left.at(i - 1)!
        const crossed =
          side.depth(point) < 0 !== side.depth(before) < 0 ? [crossing(before, point, side)] : []
        return side.depth(point) < 0 ? crossed : [...crossed, point]
      }),
    [...ring],
  )
  return inside.length >= 3 ? inside : []
}

/** The pieces of a line that lie in the tile. */
export function clippedLine(line: readonly TilePoint[]): TilePoint[][] {
  return sides.reduce<TilePoint[][]>(
    (lines, side) => lines.flatMap((each) => insideOf(each, side)),
    [[...line]],
  )
}

function insideOf(line: readonly TilePoint[], side: Side): TilePoint[][] {
  const pieces: TilePoint[][] = [[]]
  for (const [i, point] of line.entries()) {
    const before = line[i - 1]
    if (before && side.depth(point) < 0 !== side.depth(before) < 0) {
      pieces.at(-1)!.push(crossing(before, point, side))
      if (side.depth(point) < 0) pieces.push([])
    }
    if (side.depth(point) >= 0) pieces.at(-1)!.push(point)
  }
  return pieces.filter((piece) => piece.length >= 2)
}
