// Corners as whole numbers, in ten-millionths of a degree: as rings are stored, so that two corners
// that are one are equal, and on which side of an edge a third lies comes out exactly.
import type { Corner } from './corner.ts'
import { type Corners, perDegree } from './ringEdits.ts'

/** Rounding moves a corner off its edge by less than this. */
export const latticeReach = 2

export const toLattice = (corners: Corners): Corner[] =>
  corners.map(([lon, lat]) => [Math.round(lon * perDegree), Math.round(lat * perDegree)])

export const fromLattice = (corners: Corners): Corner[] =>
  corners.map(([x, y]) => [x / perDegree, y / perDegree])

/** Left of the line a → b: positive; on it: 0. */
export const sideOf = (a: Corner, b: Corner, point: Corner): number =>
  (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])

/** Where two edges run through each other, as a share of the way from a to b; null where not. */
export function crossingShare(a: Corner, b: Corner, c: Corner, d: Corner): number | null {
  const [ofA, ofB] = [sideOf(c, d, a), sideOf(c, d, b)]
  if (ofA * ofB >= 0 || sideOf(a, b, c) * sideOf(a, b, d) >= 0) return null
  return ofA / (ofA - ofB)
}

export const gapBetween = (a: Corner, b: Corner): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** The nearest spot of an edge: its share of the way from a to b, and how far off it lies. */
export function footOf(at: Corner, a: Corner, b: Corner): { share: number; off: number } {
  const [x, y] = [b[0] - a[0], b[1] - a[1]]
  const squared = x * x + y * y
  const along = squared === 0 ? 0 : ((at[0] - a[0]) * x + (at[1] - a[1]) * y) / squared
  const share = Math.min(1, Math.max(0, along))
  return { share, off: gapBetween(at, spotAt(a, b, share)) }
}

export const spotAt = (a: Corner, b: Corner, share: number): Corner => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
]

/**
 * The ring with a corner where one of its edges runs through the spot; itself where it has one
 * there or does not pass there.
 */
export function withSpot(ring: Corners, spot: Corner, isClosed = true): Corners {
  if (ring.some((corner) => gapBetween(corner, spot) <= latticeReach)) return ring
  const at = ring.findIndex((a, index) => {
    const b = ring[index + 1] ?? (isClosed ? ring[0] : undefined)
    return b !== undefined && footOf(spot, a, b).off <= latticeReach
  })
  return at === -1 ? ring : ring.toSpliced(at + 1, 0, spot)
}
