// Rings of corners as plans draw them, lon and lat in degrees: an outer ring, then its holes, make
// a polygon; several polygons make one grid or one building.
import type { Corner } from './corner.ts'
import { earthRadiusMetres } from './distanceMetres.ts'

export type Polygons = readonly (readonly (readonly Corner[])[])[]

const isSame = (a: Corner | undefined, b: Corner | undefined): boolean =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** Without its first corner again at the end, and without corners that repeat the one before. */
export function openRing(ring: readonly Corner[]): Corner[] {
  const corners = ring.filter((corner, index) => index === 0 || !isSame(corner, ring[index - 1]))
  while (corners.length > 1 && isSame(corners[0], corners.at(-1))) corners.pop()
  return corners
}

/** With its first corner again at the end. */
export const closeRing = (ring: readonly Corner[]): Corner[] => {
  const open = openRing(ring)
  return open.length > 0 ? [...open, open[0]!] : []
}

/** m², positive where it runs counter-clockwise; of a ring that crosses itself the difference. */
export function signedArea(ring: readonly Corner[]): number {
  const [x0, y0] = ring[0] ?? [0, 0]
  let twice = 0
  for (let index = 0; index < ring.length; index++) {
    const [ax, ay] = ring[index]!
    const [bx, by] = ring[(index + 1) % ring.length]!
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
  }
  const metresOfDegree = (earthRadiusMetres * Math.PI) / 180
  return (twice / 2) * metresOfDegree ** 2 * Math.cos((boxMiddle(ring)[1] * Math.PI) / 180)
}

/** m², of the outer rings without the holes. */
export const areaOf = (polygons: Polygons): number =>
  polygons.reduce(
    (sum, rings) =>
      sum +
      rings.reduce((left, ring, index) => {
        const area = Math.abs(signedArea(ring))
        return index === 0 ? area : left - area
      }, 0),
    0,
  )

/** Open, outer rings counter-clockwise, holes clockwise: as a plan is stored. */
export const oriented = (polygons: Polygons): Corner[][][] =>
  polygons.map((rings) =>
    rings.map((ring, index) => {
      const open = openRing(ring)
      return signedArea(open) < 0 === (index === 0) ? open.toReversed() : open
    }),
  )

/**
 * Even-odd over the rings of each polygon, so that what lies in a hole is outside; closed or open
 * rings. A point on an edge may be either.
 */
export const isInsideRings = (point: Corner, polygons: Polygons): boolean =>
  polygons.some(
    (rings) => rings.reduce((count, ring) => count + crossingsRightOf(point, ring), 0) % 2 === 1,
  )

function crossingsRightOf([x, y]: Corner, ring: readonly Corner[]): number {
  let count = 0
  let [ax, ay] = ring.at(-1) ?? [0, 0]
  for (const [bx, by] of ring) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) count++
    ax = bx
    ay = by
  }
  return count
}

/** The middle of the box around them; [0, 0] where there are none. */
export function boxMiddle(corners: readonly Corner[]): Corner {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of corners) {
    west = Math.min(west, lon)
    south = Math.min(south, lat)
    east = Math.max(east, lon)
    north = Math.max(north, lat)
  }
  return corners.length > 0 ? [(west + east) / 2, (south + north) / 2] : [0, 0]
}
