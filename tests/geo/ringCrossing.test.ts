import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { crossingOf, ringsCrossing } from '#geo/ringCrossing.ts'

/** In thousandths of a degree, about a hundred metres. */
const ring = (...corners: Corner[]): Corner[] =>
  corners.map(([x, y]) => [114.3 + x / 1000, 30.6 + y / 1000])

describe('a ring that runs over itself', () => {
  it('is a figure of eight: told with its two edges and the place', () => {
    const crossing = crossingOf(ring([0, 0], [2, 2], [2, 0], [0, 2]))
    expect(crossing).toMatchObject({ first: 0, second: 2 })
    expect(crossing!.at[0]).toBeCloseTo(114.301, 7)
    expect(crossing!.at[1]).toBeCloseTo(30.601, 7)
  })

  it('is one that touches itself with a corner, on an edge or on a corner', () => {
    expect(crossingOf(ring([0, 0], [4, 0], [4, 4], [2, 0], [0, 4]))).toMatchObject({ first: 0 })
    expect(crossingOf(ring([0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2]))).not.toBeNull()
  })

  it('is one whose edge folds back over the one before it, at the ends of the list too', () => {
    expect(crossingOf(ring([0, 0], [4, 0], [2, 0], [2, 3]))).not.toBeNull()
    expect(crossingOf(ring([2, 0], [2, 3], [0, 0], [4, 0]))).not.toBeNull()
    expect(crossingOf(ring([0, 0], [4, 0], [2, 0]))).not.toBeNull()
    expect(crossingOf(ring([0, 0], [4, 0], [2, 0]), false)).toMatchObject({ first: 0, second: 1 })
  })

  it('is none that goes straight on, turns inwards or repeats a corner', () => {
    expect(crossingOf(ring([0, 0], [2, 0], [4, 0], [4, 4], [0, 4]))).toBeNull()
    expect(crossingOf(ring([0, 0], [4, 0], [4, 4], [2, 1], [0, 4]))).toBeNull()
    expect(crossingOf(ring([0, 0], [4, 0], [4, 0], [4, 4]))).toBeNull()
  })

  it('closes only where it is said to: the way back of what is being drawn does not count', () => {
    const open = ring([0, 0], [4, 0], [2, 2], [2, -2])
    expect(crossingOf(open.slice(0, 3), false)).toBeNull()
    expect(crossingOf(open, false)).toMatchObject({ first: 0, second: 2 })
    // A line that ends on an edge of its own, and one that begins on one.
    const onto = ring([0, 0], [4, 0], [4, 4], [2, 0])
    expect(crossingOf(onto, false)).toMatchObject({ first: 0, second: 2 })
    expect(crossingOf([...onto].reverse(), false)).toMatchObject({ first: 0, second: 2 })
  })

  it('is found as the plain way finds it, whichever way it lies', () => {
    let seed = 7
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const seen = { crossing: 0, plain: 0 }
    for (let story = 0; story < 400; story++) {
      const corners = ring(...Array.from({ length: 6 }, (): Corner => [next() * 9, next() * 9]))
      const isCrossing = crossesPlainly(corners)
      expect(crossingOf(corners) !== null, JSON.stringify(corners)).toBe(isCrossing)
      seen[isCrossing ? 'crossing' : 'plain']++
    }
    expect(Math.min(seen.crossing, seen.plain)).toBeGreaterThan(20)
  })

  it('is found among thousands of corners as by comparing each with each', () => {
    const round = (radius: (index: number) => number): Corner[] =>
      Array.from({ length: 3000 }, (_, index) => {
        const angle = (2 * Math.PI * index) / 3000
        return [radius(index) * Math.cos(angle), radius(index) * Math.sin(angle)]
      })
    expect(crossingOf(round((index) => 1 + 0.2 * Math.sin(index)))).toBeNull()
    const crossed = round(() => 1)
    ;[crossed[1000], crossed[1001]] = [crossed[1001]!, crossed[1000]!]
    expect(crossingOf(crossed)).toMatchObject({ first: 999, second: 1001 })
  })
})

describe('two rings', () => {
  const square = ring([0, 0], [4, 0], [4, 4], [0, 4])

  it('cross where an edge of the one runs through an edge of the other, told in that order', () => {
    const across = ring([1, 1], [1, 2], [6, 2], [6, 1])
    expect(ringsCrossing(square, across)).toMatchObject({ first: 1 })
    expect(ringsCrossing(across, square)).toMatchObject({ second: 1 })
    expect(ringsCrossing(square, across)!.at[0]).toBeCloseTo(114.304, 7)
  })

  it('do not where they only touch, or share an edge', () => {
    expect(ringsCrossing(square, ring([4, 1], [6, 0], [6, 2]))).toBeNull()
    expect(ringsCrossing(square, ring([4, 0], [8, 0], [8, 4], [4, 4]))).toBeNull()
    expect(ringsCrossing(square, ring([1, 1], [2, 1], [2, 2]))).toBeNull()
  })
})

/** Every pair of edges that have no corner in common, by their two shares of the way. */
function crossesPlainly(corners: readonly Corner[]): boolean {
  const edges = corners.map((a, at) => [a, corners[(at + 1) % corners.length]!] as const)
  return edges.some(([a, b], one) =>
    edges.some(([c, d], other) => {
      const apart = Math.abs(one - other)
      if (apart < 2 || apart === edges.length - 1) return false
      const [bx, by, dx, dy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
      const turn = bx * dy - by * dx
      const onFirst = ((c[0] - a[0]) * dy - (c[1] - a[1]) * dx) / turn
      const onSecond = ((c[0] - a[0]) * by - (c[1] - a[1]) * bx) / turn
      return onFirst > 0 && onFirst < 1 && onSecond > 0 && onSecond < 1
    }),
  )
}
