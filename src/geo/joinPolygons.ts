// Two polygons that share an edge made into one: edges that both have, each its own way round, fall
// away, and what is left runs round the whole. What the two enclose between them becomes a hole.
import { checkPolygon } from './checkRings.ts'
import type { Corner } from './corner.ts'
import { footOf, fromLattice, gapBetween, latticeReach, toLattice } from './lattice.ts'
import { edgesOf, type Corners } from './ringEdits.ts'
import { areaOf, oriented, signedArea } from './rings.ts'

export type JoinFault = 'noSharedEdge' | 'joinOverlaps'

/** A hole smaller than this is a seam that was not drawn quite alike on both sides, in m². */
const seamArea = 0.05

/**
 * Each polygon its outer ring and then its holes; the answer is oriented as a plan is stored. One
 * may lie in a hole of the other.
 */
export function joinPolygons(
  one: readonly Corners[],
  other: readonly Corners[],
): Corner[][] | JoinFault {
  const [first, second] = [latticeOf(one), latticeOf(other)]
  const welded = second.map((ring) => weld(ring, first))
  const edges = [
    ...first.flatMap((ring) => edgesOf(withCornersOf(ring, welded), true)),
    ...welded.flatMap((ring) => edgesOf(withCornersOf(ring, first), true)),
  ].filter(([a, b]) => String(a) !== String(b))
  const known = new Set(edges.map(([a, b]) => `${String(a)} ${String(b)}`))
  // The same way round: one lies on the inner side of the other's edge.
  if (known.size < edges.length) return 'joinOverlaps'
  const left = edges.filter(([a, b]) => !known.has(`${String(b)} ${String(a)}`))
  if (left.length === edges.length) return 'noSharedEdge'
  const rings = ringsOf(left).map(fromLattice)
  const outers = rings.filter((ring) => signedArea(ring) > 0)
  const holes = rings.filter((ring) => signedArea(ring) < 0 && areaOf([[ring]]) > seamArea)
  const polygon = oriented([[...outers, ...holes]])[0]!
  return outers.length === 1 && checkPolygon(polygon).length === 0 ? polygon : 'joinOverlaps'
}

/** Whether the two have a stretch of an edge in common. */
export const shareEdge = (one: readonly Corners[], other: readonly Corners[]): boolean =>
  joinPolygons(one, other) !== 'noSharedEdge'

const latticeOf = (rings: readonly Corners[]): Corner[][] =>
  oriented([rings.map((ring) => [...ring])])[0]!.map(toLattice)

/** Corners as good as those of the others are theirs. */
const weld = (ring: Corners, others: readonly Corners[]): Corner[] =>
  ring.map(
    (corner) => others.flat().find((near) => gapBetween(near, corner) <= latticeReach) ?? corner,
  )

/** With a corner wherever the others have one on its edges. */
function withCornersOf(ring: Corners, others: readonly Corners[]): Corner[] {
  const spots = others.flat()
  return edgesOf(ring, true).flatMap(([a, b]) => {
    const amid = spots
      .map((spot) => ({ spot, ...footOf(spot, a, b) }))
      .filter(({ spot, off }) => off <= latticeReach && isApart(spot, a) && isApart(spot, b))
      .sort((one, other) => one.share - other.share)
    return [a, ...amid.map(({ spot }) => spot)]
  })
}

const isApart = (a: Corner, b: Corner): boolean => gapBetween(a, b) > latticeReach

/** Edges put together; a ring that comes back to a corner it has is taken off there. */
function ringsOf(edges: readonly [Corner, Corner][]): Corner[][] {
  const from = new Map<string, Corner[]>()
  for (const [a, b] of edges) from.set(String(a), [...(from.get(String(a)) ?? []), b])
  const rings: Corner[][] = []
  for (const [a] of edges) {
    const path: Corner[] = [a]
    for (;;) {
      const next = takeNext(from, path)
      if (!next) break
      const again = path.findIndex((corner) => String(corner) === String(next))
      if (again === -1) path.push(next)
      else rings.push([path[again]!, ...path.splice(again + 1)])
    }
  }
  return rings.filter((ring) => ring.length >= 3)
}

/** Where several lead on, the one farthest to the left: it keeps to the same side of the ground. */
function takeNext(from: Map<string, Corner[]>, path: readonly Corner[]): Corner | undefined {
  const at = path.at(-1)!
  const ways = from.get(String(at)) ?? []
  const before = path.at(-2)
  const turnTo = (to: Corner): number => {
    if (!before) return 0
    const back = Math.atan2(before[1] - at[1], before[0] - at[0])
    const ahead = Math.atan2(to[1] - at[1], to[0] - at[0])
    // Clockwise from the way back: the least turn is farthest to the left.
    return (back - ahead + 4 * Math.PI) % (2 * Math.PI)
  }
  const next = ways.toSorted((a, b) => turnTo(a) - turnTo(b))[0]
  if (next)
    from.set(
      String(at),
      ways.filter((way) => way !== next),
    )
  return next
}
