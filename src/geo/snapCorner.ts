// A corner that is put close to a neighbour's corner or edge is put onto it, so that borders meet.
import type { Corner } from './corner.ts'
import { isSameCorner, roundedCorner, edgesOf } from './ringEdits.ts'
import type { Neighbour } from './sharedCorners.ts'
import type { XY } from './plane.ts'

export interface Snap {
  corner: Corner
  onto: 'corner' | 'edge'
  neighbourId: string
  pixels: number
}

export interface SnapOptions {
  toPoint: (corner: Corner) => XY
  reachPixels: number
  /** Where the corner that is being moved stood: what moves along with it is not snapped to. */
  from?: Corner
}

/** The nearest corner within reach, else the nearest spot on an edge, else null. */
export function snapCorner(
  at: XY,
  neighbours: readonly Neighbour[],
  { toPoint, reachPixels, from }: SnapOptions,
): Snap | null {
  let onCorner: Snap | null = null
  let onEdge: Snap | null = null
  for (const { id: neighbourId, ring, isFixed, isLine } of neighbours) {
    const movesAlong = (corner: Corner): boolean =>
      !isFixed && from !== undefined && isSameCorner(corner, from)
    const points = new Map(ring.map((corner) => [corner, toPoint(corner)]))
    for (const [corner, point] of points) {
      const pixels = Math.hypot(point.x - at.x, point.y - at.y)
      if (pixels <= (onCorner?.pixels ?? reachPixels) && !movesAlong(corner))
        onCorner = { corner: roundedCorner(corner), onto: 'corner', neighbourId, pixels }
    }
    if (onCorner) continue
    for (const [a, b] of edgesOf(ring, !isLine)) {
      const { share, pixels } = footOn(at, points.get(a)!, points.get(b)!)
      if (pixels > (onEdge?.pixels ?? reachPixels) || movesAlong(a) || movesAlong(b)) continue
      const corner = roundedCorner([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])])
      onEdge = { corner, onto: 'edge', neighbourId, pixels }
    }
  }
  return onCorner ?? onEdge
}

/** The nearest spot of an edge, as a share of the way from a to b. */
function footOn(at: XY, a: XY, b: XY): { share: number; pixels: number } {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : ((at.x - a.x) * dx + (at.y - a.y) * dy) / squared
  const share = Math.min(1, Math.max(0, along))
  return { share, pixels: Math.hypot(at.x - a.x - share * dx, at.y - a.y - share * dy) }
}
