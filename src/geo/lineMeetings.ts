// Where a line meets a ring: through an edge, with an end, or at a corner; what lies within the
// reach of rounding is one meeting. All in whole numbers (lattice.ts).
import type { Corner } from './corner.ts'
import { crossingShare, footOf, gapBetween, latticeReach, spotAt } from './lattice.ts'
import { edgesOf, type Corners } from './ringEdits.ts'

export interface Meeting {
  /** Along the line: the number of the stretch and the share of it. */
  along: number
  at: Corner
  /** Of the ring, by its first corner. */
  edge: number
}

/** In the order of the line. */
export function lineMeetings(line: Corners, ring: Corners): Meeting[] {
  const stretches = edgesOf(line, false)
  const edges = edgesOf(ring, true)
  const all = stretches.flatMap(([p, q], index): Meeting[] =>
    edges.flatMap(([a, b], edge): Meeting[] => {
      const found: Meeting[] = []
      const share = crossingShare(p, q, a, b)
      if (share !== null) found.push({ along: index + share, at: spotAt(p, q, share), edge })
      for (const [end, at] of [p, q].entries())
        if (footOf(at, a, b).off <= latticeReach) found.push({ along: index + end, at, edge })
      const foot = footOf(a, p, q)
      if (foot.off <= latticeReach) found.push({ along: index + foot.share, at: a, edge })
      return found
    }),
  )
  const isCorner = ({ at }: Meeting): boolean => ring.some((corner) => corner === at)
  const merged: Meeting[] = []
  for (const meeting of all.sort((one, other) => one.along - other.along)) {
    const before = merged.at(-1)
    if (!before || gapBetween(before.at, meeting.at) > 2 * latticeReach) merged.push(meeting)
    else if (isCorner(meeting) && !isCorner(before)) merged[merged.length - 1] = meeting
  }
  return merged
}
