// A polygon parted in two by a line: both parts have the line's corners, and whoever shares an edge
// that the line ends on is given the new corner too, so that shared edges stay shared.
import { checkPolygon } from './checkRings.ts'
import type { Corner } from './corner.ts'
import {
  footOf,
  fromLattice,
  gapBetween,
  latticeReach,
  spotAt,
  toLattice,
  withSpot,
} from './lattice.ts'
import { lineMeetings, type Meeting } from './lineMeetings.ts'
import { crossingOf } from './ringCrossing.ts'
import { withoutRepeats, type Corners } from './ringEdits.ts'
import { areaOf, isInsideRings, oriented } from './rings.ts'
import type { Neighbour } from './sharedCorners.ts'

export type SplitFault =
  /** The line runs over itself. */
  | 'lineCrosses'
  | 'lineEndsInside'
  /** It runs past, along an edge, or touches the edge only. */
  | 'lineMisses'
  /** It meets the edge more than twice: there would be more than two parts. */
  | 'lineMeetsOften'
  | 'lineMeetsHole'
  /** A part would have no area to speak of. */
  | 'partTooNarrow'

/** Each polygon its outer ring and then its holes, oriented as a plan is stored. */
export interface Split {
  /** The larger part. */
  kept: Corner[][]
  made: Corner[][]
  neighbours: readonly Neighbour[]
}

/** @param line its ends lie outside the polygon or, within two centimetres, on its edge */
export function splitPolygon(
  rings: readonly Corners[],
  line: Corners,
  neighbours: readonly Neighbour[] = [],
): Split | SplitFault {
  const [outer, ...holes] = oriented([rings.map((ring) => [...ring])])[0]!.map(toLattice)
  const drawn = withoutRepeats(line, false)
  if (!outer || drawn.length < 2) return 'lineMisses'
  if (crossingOf(drawn, false)) return 'lineCrosses'
  const cut = cutThrough(outer, toLattice(drawn))
  if (typeof cut === 'string') return cut
  if (holes.some((hole) => lineMeetings(cut.line, hole).length > 0)) return 'lineMeetsHole'

  const beside = neighbours.flatMap(({ ring }) => toLattice(ring))
  const [start, end] = [cut.from, cut.to].map((meeting) => spotFor(outer, meeting, beside))
  if (gapBetween(start!, end!) <= latticeReach) return 'lineMisses'
  const ring = withSpot(withSpot(outer, start!), end!)
  const inner = cut.line.slice(1, -1)
  const halves = [
    [...stretch(ring, start!, end!), ...inner.toReversed()],
    [...stretch(ring, end!, start!), ...inner],
  ]
  const polygons = halves.map((half) => {
    const own = fromLattice(half)
    return [own, ...holes.map(fromLattice).filter((hole) => mostlyInside(hole, own))]
  })
  if (polygons.some((polygon) => checkPolygon(polygon).length > 0)) return 'partTooNarrow'
  const [kept, made] = oriented(polygons).sort((a, b) => areaOf([b]) - areaOf([a]))
  return {
    kept: kept!,
    made: made!,
    neighbours: neighbours.map((neighbour) => withSpots(neighbour, [start!, end!])),
  }
}

interface Cut {
  from: Meeting
  to: Meeting
  line: Corner[]
}

/** The one stretch of the line that lies inside. */
function cutThrough(outer: Corners, line: Corners): Cut | SplitFault {
  const meetings = lineMeetings(line, outer)
  const last = line.length - 1
  const stops = [0, ...meetings.map(({ along }) => along), last]
  const isInside = (from: number, to: number): boolean => {
    if (to - from < 1e-9) return false
    const at = spotOn(line, (from + to) / 2)
    const isOnEdge = outer.some(
      (a, index) => footOf(at, a, outer[(index + 1) % outer.length]!).off <= latticeReach,
    )
    return !isOnEdge && isInsideRings(at, [[outer]])
  }
  const inside = stops.slice(1).flatMap((to, index) => (isInside(stops[index]!, to) ? [index] : []))
  if (inside.includes(0) || inside.includes(stops.length - 2)) return 'lineEndsInside'
  if (inside.length > 1) return 'lineMeetsOften'
  const [only] = inside
  const [from, to] = only === undefined ? [] : [meetings[only - 1], meetings[only]]
  if (!from || !to) return 'lineMisses'
  const between = line.filter(
    (corner, index) =>
      index > from.along &&
      index < to.along &&
      [from.at, to.at].every((at) => gapBetween(at, corner) > latticeReach),
  )
  return { from, to, line: [from.at, ...between, to.at] }
}

const spotOn = (line: Corners, along: number): Corner => {
  const index = Math.min(Math.floor(along), line.length - 2)
  return spotAt(line[index]!, line[index + 1]!, along - index)
}

/** At most so far along the edge, some half a metre; a fiftieth of a square metre is no matter. */
const [slideSteps, smallTriangle] = [60, 170] as const

/**
 * The corner that a meeting becomes: one that stands there already, else of the whole numbers
 * nearby such as lie close to the edge: half a centimetre off takes a square metre from an edge of
 * some hundred metres.
 */
function spotFor(outer: Corners, { at, edge }: Meeting, beside: readonly Corner[]): Corner {
  const there = [...outer, ...beside].find((corner) => gapBetween(corner, at) <= latticeReach)
  if (there) return there
  const [a, b] = [outer[edge]!, outer[(edge + 1) % outer.length]!]
  const isFlat = Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1])
  const lead = isFlat ? 0 : 1
  const length = gapBetween(a, b)
  let best: { spot: Corner; off: number } | null = null
  for (let step = 0; step <= 2 * slideSteps; step++) {
    const slid = Math.ceil(step / 2) * (step % 2 === 0 ? 1 : -1)
    const share = (Math.round(at[lead]) + slid - a[lead]) / (b[lead] - a[lead])
    const [x, y] = spotAt(a, b, share)
    const spot: Corner = [Math.round(x), Math.round(y)]
    const { off } = footOf(spot, a, b)
    const isAmid = [a, b].every((end) => gapBetween(end, spot) > latticeReach)
    if (share > 0 && share < 1 && isAmid && (!best || off < best.off)) best = { spot, off }
    if (best && (best.off * length) / 2 <= smallTriangle) break
  }
  return best?.spot ?? [Math.round(at[0]), Math.round(at[1])]
}

/** Round the ring from the one corner to the other, both included. */
function stretch(ring: Corners, from: Corner, to: Corner): Corner[] {
  const at = (spot: Corner): number =>
    ring.findIndex((corner) => gapBetween(corner, spot) <= latticeReach)
  const [first, last] = [at(from), at(to)]
  return last >= first
    ? ring.slice(first, last + 1)
    : [...ring.slice(first), ...ring.slice(0, last + 1)]
}

function mostlyInside(hole: Corners, outer: Corners): boolean {
  const inside = hole.filter((corner) => isInsideRings(corner, [[outer]]))
  return 2 * inside.length > hole.length
}

function withSpots(neighbour: Neighbour, spots: readonly Corner[]): Neighbour {
  if (neighbour.isFixed) return neighbour
  const before = toLattice(neighbour.ring)
  let ring: Corners = before
  for (const spot of spots) ring = withSpot(ring, spot, !neighbour.isLine)
  return ring === before ? neighbour : { ...neighbour, ring: fromLattice(ring) }
}
