// Where edges meet that should not: a sweep from west to east over edges sorted by their western
// ends, which compares only such as lie above each other. Asked of every file, and at every move of
// a finger. Counted in whole numbers (lattice.ts).
import type { Corner } from './corner.ts'
import { crossingShare, fromLattice, sideOf, spotAt, toLattice } from './lattice.ts'
import { edgesOf, type Corners } from './ringEdits.ts'

/** Two edges by the indices of their first corners, and where they meet. */
export interface Crossing {
  first: number
  second: number
  at: Corner
}

interface Edge {
  ring: number
  index: number
  /** Among the edges of its ring that have a length. */
  place: number
  a: Corner
  b: Corner
  west: number
  east: number
  south: number
  north: number
}

/**
 * Of a ring or, not closed, a line: where it runs over itself, the lower edge first. Edges that
 * only touch count, a corner that is visited twice too, and an edge that folds back over the one
 * before it; a corner that repeats the one before it does not. Null where it nowhere does.
 */
export function crossingOf(corners: Corners, isClosed = true): Crossing | null {
  const edges = sidesOf(corners, isClosed)
  const last = edges.length - 1
  return sweep(edges, (early, late) => {
    if (late.place - early.place === 1) return foldAt(early, late)
    if (isClosed && early.place === 0 && late.place === last) return foldAt(late, early)
    return meetingOf(early, late)
  })
}

/** Where two open rings cross: `first` of the one, `second` of the other. Touching is none. */
export function ringsCrossing(one: Corners, other: Corners): Crossing | null {
  const edges = [...sidesOf(one, true), ...sidesOf(other, true, 1)]
  return sweep(edges, (first, second) =>
    first.ring === second.ring ? null : crossingInside(first, second),
  )
}

function sweep(edges: Edge[], meet: (early: Edge, late: Edge) => Corner | null): Crossing | null {
  let above: Edge[] = []
  for (const edge of edges.toSorted((a, b) => a.west - b.west)) {
    let kept = 0
    for (const other of above) {
      if (other.east < edge.west) continue
      above[kept++] = other
      if (other.south > edge.north || other.north < edge.south) continue
      const isEarly =
        other.ring < edge.ring || (other.ring === edge.ring && other.place < edge.place)
      const [early, late] = isEarly ? [other, edge] : [edge, other]
      const at = meet(early, late)
      if (at) return { first: early.index, second: late.index, at: fromLattice([at])[0]! }
    }
    above = above.slice(0, kept)
    above.push(edge)
  }
  return null
}

function sidesOf(corners: Corners, isClosed: boolean, ring = 0): Edge[] {
  return edgesOf(toLattice(corners), isClosed)
    .map(([a, b], index) => ({ a, b, index }))
    .filter(({ a, b }) => a[0] !== b[0] || a[1] !== b[1])
    .map(({ a, b, index }, place) => ({
      ...{ ring, index, place, a, b },
      west: Math.min(a[0], b[0]),
      east: Math.max(a[0], b[0]),
      south: Math.min(a[1], b[1]),
      north: Math.max(a[1], b[1]),
    }))
}

/** The corner between two edges that follow each other, where the second runs back. */
function foldAt({ a, b }: Edge, { b: c }: Edge): Corner | null {
  const isBack = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0
  return isBack && sideOf(a, b, c) === 0 ? b : null
}

/** Inside both edges. */
function crossingInside({ a, b }: Edge, { a: c, b: d }: Edge): Corner | null {
  const share = crossingShare(a, b, c, d)
  return share === null ? null : spotAt(a, b, share)
}

/** Also at an end of one of them. */
function meetingOf(one: Edge, other: Edge): Corner | null {
  const isOn = (corner: Corner, { a, b, west, east, south, north }: Edge): boolean =>
    sideOf(a, b, corner) === 0 &&
    corner[0] >= west &&
    corner[0] <= east &&
    corner[1] >= south &&
    corner[1] <= north
  return (
    crossingInside(one, other) ??
    [one.a, one.b].find((corner) => isOn(corner, other)) ??
    [other.a, other.b].find((corner) => isOn(corner, one)) ??
    null
  )
}
