// Where a ring or a line runs over itself. Edges are sorted by their western ends, and each is held
// against those that begin before it ends: asked at every move of a finger.
import type { Corner } from './corner.ts'
import { edgesOf, type Corners } from './ringEdits.ts'

/** Two edges by the indices of their first corners, the lower first, and where they meet. */
export interface Crossing {
  first: number
  second: number
  at: Corner
}

interface Edge {
  index: number
  a: Corner
  b: Corner
  west: number
  east: number
}

// Whole numbers from the first corner on, so that sides of a line come out exactly.
const perDegree = 1e7

/**
 * The first crossing met, or null. Edges that only touch count, and so does one that folds back
 * over the one before it; a corner that repeats the one before it does not.
 */
export function crossingOf(corners: Corners, isClosed = true): Crossing | null {
  const edges = sidesOf(corners, isClosed)
  const count = edges.length
  const fromTheWest = edges
    .map((edge, place) => ({ edge, place }))
    .sort((one, other) => one.edge.west - other.edge.west)
  for (const [at, one] of fromTheWest.entries()) {
    for (let next = at + 1; next < count; next++) {
      const other = fromTheWest[next]!
      if (other.edge.west > one.edge.east) break
      const [early, late] = one.place < other.place ? [one, other] : [other, one]
      const follows = late.place - early.place === 1
      const closes = isClosed && early.place === 0 && late.place === count - 1
      const meeting = follows
        ? foldAt(early.edge, late.edge)
        : closes
          ? foldAt(late.edge, early.edge)
          : meetingOf(early.edge, late.edge)
      if (meeting) {
        const [x, y] = meeting
        const [lon, lat] = corners[0]!
        return {
          first: early.edge.index,
          second: late.edge.index,
          at: [lon + x / perDegree, lat + y / perDegree],
        }
      }
    }
  }
  return null
}

function sidesOf(corners: Corners, isClosed: boolean): Edge[] {
  const [lon0, lat0] = corners[0] ?? [0, 0]
  const whole = corners.map(([lon, lat]): Corner => [
    Math.round((lon - lon0) * perDegree),
    Math.round((lat - lat0) * perDegree),
  ])
  return edgesOf(whole, isClosed)
    .map(([a, b], index) => ({
      index,
      a,
      b,
      west: Math.min(a[0], b[0]),
      east: Math.max(a[0], b[0]),
    }))
    .filter(({ a, b }) => a[0] !== b[0] || a[1] !== b[1])
}

/** Left of the line a → b: positive; on it: 0. */
const sideOf = (a: Corner, b: Corner, point: Corner): number =>
  (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])

const isBetween = (a: Corner, b: Corner, point: Corner): boolean =>
  Math.min(a[0], b[0]) <= point[0] &&
  point[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= point[1] &&
  point[1] <= Math.max(a[1], b[1])

/** The corner between two edges that follow each other, where the second runs back. */
function foldAt({ a, b }: Edge, { b: c }: Edge): Corner | null {
  const isBack = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0
  return isBack && sideOf(a, b, c) === 0 ? b : null
}

function meetingOf({ a, b }: Edge, { a: c, b: d }: Edge): Corner | null {
  const [ofA, ofB] = [sideOf(c, d, a), sideOf(c, d, b)]
  const [ofC, ofD] = [sideOf(a, b, c), sideOf(a, b, d)]
  if (ofA * ofB < 0 && ofC * ofD < 0) {
    const share = ofA / (ofA - ofB)
    return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
  }
  if (ofA === 0 && isBetween(c, d, a)) return a
  if (ofB === 0 && isBetween(c, d, b)) return b
  if (ofC === 0 && isBetween(a, b, c)) return c
  if (ofD === 0 && isBetween(a, b, d)) return d
  return null
}
