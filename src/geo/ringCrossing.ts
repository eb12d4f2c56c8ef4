// Where edges meet that should not: a sweep from left to right over edges sorted by their left end,
// which compares only such as lie above each other.
import type { Corner } from './corner.ts'

/** Edges by number from 1: the first leads from the first corner to the second. */
export interface Crossing {
  edges: [number, number]
  at: Corner
}

interface Edge {
  ring: number
  index: number
  a: Corner
  b: Corner
  left: number
  right: number
  low: number
  high: number
}

/**
 * Of an open ring without repeated corners: where it crosses or touches itself, a corner that it
 * visits twice too. Null where it nowhere does. Edges that follow each other are not compared.
 */
export function selfCrossing(ring: readonly Corner[]): Crossing | null {
  const last = ring.length - 1
  return sweep(edgesOf(ring, 0), (first, second) => {
    const apart = Math.abs(first.index - second.index)
    return apart > 1 && apart < last ? meeting(first, second) : null
  })
}

/** Where two open rings cross; `edges`: of the one, of the other. Rings that touch do not cross. */
export function ringsCrossing(one: readonly Corner[], other: readonly Corner[]): Crossing | null {
  return sweep([...edgesOf(one, 0), ...edgesOf(other, 1)], (first, second) =>
    first.ring === second.ring ? null : crossing(first, second),
  )
}

function sweep(edges: Edge[], meet: (a: Edge, b: Edge) => Corner | null): Crossing | null {
  edges.sort((a, b) => a.left - b.left)
  let above: Edge[] = []
  for (const edge of edges) {
    let kept = 0
    for (const other of above) {
      if (other.right < edge.left) continue
      above[kept++] = other
      if (other.low > edge.high || other.high < edge.low) continue
      const [first, second] =
        other.ring < edge.ring || (other.ring === edge.ring && other.index < edge.index)
          ? [other, edge]
          : [edge, other]
      const at = meet(first, second)
      if (at) return { edges: [first.index + 1, second.index + 1], at }
    }
    above = above.slice(0, kept)
    above.push(edge)
  }
  return null
}

const edgesOf = (corners: readonly Corner[], ring: number): Edge[] =>
  corners.map((a, index) => {
    const b = corners[(index + 1) % corners.length]!
    return {
      ...{ ring, index, a, b },
      left: Math.min(a[0], b[0]),
      right: Math.max(a[0], b[0]),
      low: Math.min(a[1], b[1]),
      high: Math.max(a[1], b[1]),
    }
  })

/** Twice the area of a triangle, positive where it runs counter-clockwise. */
const turn = (a: Corner, b: Corner, c: Corner): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** Inside both edges. */
function crossing(one: Edge, other: Edge): Corner | null {
  const [c, d] = [turn(one.a, one.b, other.a), turn(one.a, one.b, other.b)]
  const [a, b] = [turn(other.a, other.b, one.a), turn(other.a, other.b, one.b)]
  if (c > 0 === d > 0 || a > 0 === b > 0 || c * d === 0 || a * b === 0) return null
  const share = a / (a - b)
  return [one.a[0] + share * (one.b[0] - one.a[0]), one.a[1] + share * (one.b[1] - one.a[1])]
}

/** Also at an end of one of them. */
function meeting(one: Edge, other: Edge): Corner | null {
  const isOn = (corner: Corner, edge: Edge): boolean =>
    turn(edge.a, edge.b, corner) === 0 &&
    corner[0] >= edge.left &&
    corner[0] <= edge.right &&
    corner[1] >= edge.low &&
    corner[1] <= edge.high
  return (
    crossing(one, other) ??
    [one.a, one.b].find((corner) => isOn(corner, other)) ??
    [other.a, other.b].find((corner) => isOn(corner, one)) ??
    null
  )
}
