// In which grid a point lies. The one answer to it: phones ask to say where a record belongs, the
// server to see whether that can be (G6).
import type { LatLon } from '#geo/distanceMetres.ts'
import { isInsideRings } from '#geo/isInside.ts'
import { metresToOutline } from '#geo/metresToOutline.ts'
import { type Box, boxOf } from '#geo/plane.ts'
import { type Grid, polygonsOf, type Ring } from './grid.ts'
import type { GridId } from './ids.ts'

export interface WhichGrid {
  /** The innermost grid around a point. */
  at(point: LatLon): Grid | undefined
  /**
   * Every grid the point may lie in where it is known to so many metres, the innermost first. One
   * that has another below it is among them only where the point may lie in none of those.
   */
  within(point: LatLon, metres: number): Grid[]
  /** To the nearest spot of a grid, nought inside it; Infinity where nobody has drawn it. */
  metresTo(point: LatLon, gridId: GridId): number
}

interface Drawn {
  grid: Grid
  /** How many stand above it. */
  depth: number
  polygons: readonly (readonly Ring[])[]
  /** Of degrees. */
  box: Box
}

/** Grids that are no longer there, and those that nobody has drawn, hold nothing. */
export function whichGrid(grids: readonly Grid[]): WhichGrid {
  const byId = new Map(grids.map((grid) => [grid.id, grid]))
  const drawn = grids
    .filter((grid) => grid.retiredAt === undefined && grid.border.length > 2)
    .map((grid): Drawn => {
      const polygons = polygonsOf(grid)
      return { grid, polygons, depth: depthOf(grid, byId), box: boxAround(polygons) }
    })
    .sort((a, b) => b.depth - a.depth || sizeOf(a.box) - sizeOf(b.box))

  const isBelow = (grid: Grid, above: Grid): boolean => ancestorsOf(grid, byId).has(above.id)

  return {
    at: (point) => drawn.find((each) => holds(each, point))?.grid,
    within(point, metres) {
      const near = drawn.filter(
        (each) =>
          isInBox(point, each.box, metres) && (holds(each, point) || edgeOf(each, point) <= metres),
      )
      const innermost = new Set(
        spotsAround(point, metres).map((spot) => near.find((each) => holds(each, spot))),
      )
      const hasInner = ({ grid }: Drawn) => near.some((inner) => isBelow(inner.grid, grid))
      return near.filter((each) => !hasInner(each) || innermost.has(each)).map(({ grid }) => grid)
    },
    metresTo(point, gridId) {
      const found = drawn.find(({ grid }) => grid.id === gridId)
      if (!found) return Infinity
      return holds(found, point) ? 0 : edgeOf(found, point)
    },
  }
}

const holds = ({ box, polygons }: Drawn, point: LatLon): boolean =>
  isInBox(point, box, 0) && polygons.some((rings) => isInsideRings(point, rings))

const edgeOf = ({ polygons }: Drawn, point: LatLon): number =>
  Math.min(...polygons.flat().map((ring) => metresToOutline(point, ring)))

const boxAround = (polygons: readonly (readonly Ring[])[]): Box =>
  boxOf(polygons.flat(2).map(([x, y]) => ({ x, y })))

const sizeOf = ({ minX, minY, maxX, maxY }: Box): number => (maxX - minX) * (maxY - minY)

const metresOfDegree = 111_195

function isInBox({ lat, lon }: LatLon, { minX, minY, maxX, maxY }: Box, metres: number): boolean {
  const [north, east] = [
    metres / metresOfDegree,
    metres / (metresOfDegree * Math.max(0.01, Math.cos((lat * Math.PI) / 180))),
  ]
  return lat >= minY - north && lat <= maxY + north && lon >= minX - east && lon <= maxX + east
}

/** Close enough to each other to meet what is worth walking through. */
function spotsAround({ lat, lon }: LatLon, metres: number): LatLon[] {
  const spots = [{ lat, lon }]
  for (const share of [1 / 3, 2 / 3, 1])
    for (let turn = 0; turn < 2 * Math.PI; turn += Math.PI / 8) {
      const reach = (share * metres) / metresOfDegree
      const narrow = Math.max(0.01, Math.cos((lat * Math.PI) / 180))
      spots.push({
        lat: lat + reach * Math.sin(turn),
        lon: lon + (reach * Math.cos(turn)) / narrow,
      })
    }
  return spots
}

const depthOf = (grid: Grid, byId: ReadonlyMap<GridId, Grid>): number =>
  ancestorsOf(grid, byId).size

function ancestorsOf(grid: Grid, byId: ReadonlyMap<GridId, Grid>): Set<GridId> {
  const above = new Set<GridId>()
  for (let id = grid.parentId; id && !above.has(id); id = byId.get(id)?.parentId ?? null)
    above.add(id)
  return above
}
