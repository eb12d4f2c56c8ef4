// How far a point is from a border.
import type { Corner } from './corner.ts'
import { inMetres } from './localMetres.ts'

/** Metres to the nearest edge, from inside as from outside; infinite without a corner. */
export function distanceToRing(point: Corner, ring: readonly Corner[]): number {
  const all = ring.map((corner) => inMetres(corner, point))
  let least = Infinity
  let a = all.at(-1)
  for (const b of all) {
    least = Math.min(least, toEdge(a!, b))
    a = b
  }
  return least
}

/** From the origin. */
function toEdge([ax, ay]: Corner, [bx, by]: Corner): number {
  const [x, y] = [bx - ax, by - ay]
  const length = x * x + y * y
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * x + ay * y) / length))
  return Math.hypot(ax + share * x, ay + share * y)
}
