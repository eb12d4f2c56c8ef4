// What is wrong with a polygon, before it becomes part of a plan.
import type { Corner } from './corner.ts'
import { inMetres } from './localMetres.ts'
import { crossingOf, ringsCrossing } from './ringCrossing.ts'
import { overlapShare } from './ringOverlap.ts'
import { isInsideRings, openRing } from './rings.ts'

/** `ring`: 0 the outer one, 1 the first hole. Edges and corners are counted from 1. */
export interface RingProblem {
  code: RingProblemCode
  ring: number
  detail?: Record<string, number>
}

export type RingProblemCode =
  | 'ringTooFew' // fewer than three different corners
  | 'ringNoArea' // all on a line
  | 'ringCrosses' // {first, second, lon, lat}: two edges and where they meet
  | 'ringSpike' // {corner, lon, lat}: it goes back the way it came
  | 'holeOutside'
  | 'holesCross' // {other}: also where one lies in the other

/** The first thing of each ring; outer ring first, closed or open, in whatever direction. */
export function checkPolygon(rings: readonly (readonly Corner[])[]): RingProblem[] {
  const open = rings.map(openRing)
  const alone = open.flatMap((corners, ring) => {
    const problem = checkRing(corners)
    return problem ? [{ ...problem, ring }] : []
  })
  return alone.length > 0 ? alone : checkHoles(open)
}

function checkRing(corners: readonly Corner[]): Omit<RingProblem, 'ring'> | null {
  if (new Set(corners.map(String)).size < 3) return { code: 'ringTooFew' }
  if (isOnALine(corners)) return { code: 'ringNoArea' }
  const spike = corners.findIndex((_, index) => isSpike(corners, index))
  if (spike >= 0) {
    const [lon, lat] = corners[spike]!
    return { code: 'ringSpike', detail: { corner: spike + 1, lon, lat } }
  }
  const crossing = crossingOf(corners)
  if (!crossing) return null
  const { first, second, at } = crossing
  const [lon, lat] = at
  return { code: 'ringCrosses', detail: { first: first + 1, second: second + 1, lon, lat } }
}

function checkHoles([outer, ...holes]: readonly Corner[][]): RingProblem[] {
  const isOutside = (hole: readonly Corner[]): boolean =>
    !liesIn(hole, outer!) || ringsCrossing(outer!, hole) !== null
  return holes.flatMap((hole, index): RingProblem[] => {
    const ring = index + 1
    if (isOutside(hole)) return [{ code: 'holeOutside', ring }]
    const other = holes.findIndex(
      (one, before) =>
        before < index &&
        (ringsCrossing(one, hole) !== null || overlapShare([[one]], [[hole]]) > 0.001),
    )
    return other < 0 ? [] : [{ code: 'holesCross', ring, detail: { other: other + 1 } }]
  })
}

/**
 * Of rings that do not cross. By the middles of edges as well as the corners, which may all stand
 * on the other ring.
 */
function liesIn(ring: readonly Corner[], other: readonly Corner[]): boolean {
  const spots = ring.flatMap((corner, index): Corner[] => {
    const next = ring[(index + 1) % ring.length]!
    return [corner, [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2]]
  })
  return 2 * spots.filter((spot) => isInsideRings(spot, [[other]])).length > spots.length
}

/** No corner lies farther than a centimetre off the line to the corner farthest from the first. */
function isOnALine(corners: readonly Corner[]): boolean {
  const all = corners.map((corner) => inMetres(corner, corners[0]!))
  const [x, y] = all.reduce((a, b) => (Math.hypot(...b) > Math.hypot(...a) ? b : a))
  const length = Math.hypot(x, y)
  return all.every((at) => Math.abs(at[0] * y - at[1] * x) <= 0.01 * length)
}

/** The ring turns by half a circle there, to a ten-thousandth of a radian. */
function isSpike(corners: readonly Corner[], index: number): boolean {
  const at = corners[index]!
  const [ax, ay] = inMetres(corners.at(index - 1)!, at)
  const [bx, by] = inMetres(corners[(index + 1) % corners.length]!, at)
  return ax * bx + ay * by > 0 && Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) < 1e-4
}
