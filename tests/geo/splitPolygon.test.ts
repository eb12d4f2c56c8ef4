import { describe, expect, it } from 'vitest'
import { checkPolygon } from '#geo/checkRings.ts'
import type { Corner } from '#geo/corner.ts'
import { isSameCorner, roundedCorner } from '#geo/ringEdits.ts'
import { areaOf, signedArea } from '#geo/rings.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'
import { splitPolygon, type Split } from '#geo/splitPolygon.ts'
import { flatArea } from './flatArea.ts'

/** In thousandths of a degree, about a hundred metres. */
const ring = (...corners: Corner[]): Corner[] =>
  corners.map(([x, y]) => roundedCorner([114.3 + x / 1000, 30.6 + y / 1000]))
const square = ring([0, 0], [4, 0], [4, 4], [0, 4])
/** The way in is from the north, between two arms. */
const horseshoe = ring([0, 0], [6, 0], [6, 5], [4, 5], [4, 2], [2, 2], [2, 5], [0, 5])

const parts = (rings: Corner[][], line: Corner[], neighbours: Neighbour[] = []): Split => {
  const split = splitPolygon(rings, line, neighbours)
  if (typeof split === 'string') throw new Error(split)
  return split
}
const fault = (rings: Corner[][], line: Corner[]): string => {
  const split = splitPolygon(rings, line)
  return typeof split === 'string' ? split : 'none'
}
/** In square metres. */
const missing = (rings: Corner[][], { kept, made }: Split): number =>
  flatArea([rings]) - flatArea([kept, made])

describe('a polygon that is split', () => {
  it('becomes two that have the line in common, and the larger one is kept', () => {
    const { kept, made } = parts([square], ring([1, -1], [1, 5]))
    expect(areaOf([made]) / areaOf([[square]])).toBeCloseTo(0.25, 3)
    const both = kept[0]!.filter((corner) => made[0]!.some((other) => isSameCorner(corner, other)))
    expect(both).toHaveLength(2)
    expect(kept.concat(made).every((each) => signedArea(each) > 0)).toBe(true)
  })

  it('is no larger or smaller than before, whatever its edges and the line', () => {
    let seed = 11
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const off: number[] = []
    for (let story = 0; story < 300; story++) {
      const round = ring(
        ...Array.from({ length: 9 }, (_, at): Corner => {
          const [angle, radius] = [(2 * Math.PI * at) / 9, 0.4 + next() * 1.6]
          return [radius * Math.cos(angle), radius * Math.sin(angle)]
        }),
      )
      const way = next() * 2 * Math.PI
      const [x, y] = [9 * Math.cos(way), 9 * Math.sin(way)]
      const line = ring(
        [x, y],
        [(next() - 0.5) / 5, (next() - 0.5) / 5],
        [-x + next(), -y + next()],
      )
      const split = splitPolygon([round], line)
      if (typeof split === 'string') {
        expect(split).toBe('lineMeetsOften')
        continue
      }
      off.push(Math.abs(missing([round], split)))
      expect([...checkPolygon(split.kept), ...checkPolygon(split.made)]).toEqual([])
    }
    expect(off.length).toBeGreaterThan(100)
    // What whole centimetres leave: an edge of eighty metres and more may have none near the line.
    expect(off.filter((area) => area >= 0.1).length / off.length).toBeLessThan(0.05)
    expect(Math.max(...off)).toBeLessThan(0.3)
  })

  it('may be concave, and is parted where the line runs inside', () => {
    const split = parts([horseshoe], ring([-1, 3], [3, 3]))
    expect(split.made[0]).toHaveLength(4)
    expect(Math.abs(missing([horseshoe], split))).toBeLessThan(0.1)
  })

  it('is parted from corner to corner without a new one', () => {
    const { kept, made } = parts([square], ring([0, 0], [4, 4]))
    expect([kept[0]!.length, made[0]!.length]).toEqual([3, 3])
    expect(kept.concat(made).flat()).toEqual(expect.arrayContaining(square))
    const past = parts([square], ring([-1, -1], [1, 2], [4, 4], [6, 5]))
    expect([past.kept[0]!.length, past.made[0]!.length].sort()).toEqual([4, 5])
  })

  it('is parted by a line whose ends lie on its edges, as a map with whole centimetres has them', () => {
    const slanted = ring([0, 0], [5, 1.7], [4.1, 6.3], [-1, 4])
    const on = (a: Corner, b: Corner, share: number): Corner =>
      roundedCorner([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])])
    const line = [on(slanted[0]!, slanted[1]!, 0.377), on(slanted[2]!, slanted[3]!, 0.613)]
    const split = parts([slanted], line)
    expect(Math.abs(missing([slanted], split))).toBeLessThan(0.1)
  })

  it('gives its holes to the part that they lie in', () => {
    const holes = [
      ring([0.2, 1], [0.2, 2], [0.8, 2], [0.8, 1]),
      ring([2, 1], [2, 2], [3, 2], [3, 1]),
    ]
    const split = parts([square, ...holes], ring([1, -1], [1, 5]))
    expect([split.kept.length, split.made.length]).toEqual([2, 2])
    expect(split.made[1]).toEqual(expect.arrayContaining(holes[0]!))
    expect(Math.abs(missing([square, ...holes], split))).toBeLessThan(0.1)
  })

  it('keeps its edges shared: a neighbour is given the corner where the line ends', () => {
    const north = { id: 'north', ring: ring([0, 4], [4, 4], [4, 8], [0, 8]) }
    const far = { id: 'far', ring: ring([9, 9], [9.5, 9], [9, 9.5]) }
    const fixed = { ...north, id: 'fixed', isFixed: true }
    const { kept, neighbours } = parts([square], ring([1.3, -1], [1.1, 5]), [north, far, fixed])
    const [given] = neighbours
    expect(given!.ring).toHaveLength(5)
    const shared = given!.ring.filter((corner) => kept[0]!.some((own) => isSameCorner(corner, own)))
    expect(shared).toHaveLength(2)
    expect([neighbours[1], neighbours[2]]).toEqual([far, fixed])
  })

  it('is parted at the corner that a neighbour has on the edge', () => {
    const north = { id: 'north', ring: ring([0, 4], [1.2345678, 4], [1, 8]) }
    const { made, neighbours } = parts([square], ring([1.2345678, 4], [1, 0]), [north])
    expect(made[0]).toContainEqual(north.ring[1])
    expect(neighbours[0]).toBe(north)
  })
})

describe('a line that does not split', () => {
  it('ends inside, runs past, or only touches', () => {
    expect(fault([square], ring([1, -1], [1, 2]))).toBe('lineEndsInside')
    expect(fault([square], ring([1, 2], [1, -1]))).toBe('lineEndsInside')
    expect(fault([square], ring([1, 1], [2, 2]))).toBe('lineEndsInside')
    expect(fault([square], ring([5, -1], [5, 5]))).toBe('lineMisses')
    expect(fault([square], ring([0, 4], [4, 4]))).toBe('lineMisses')
    expect(fault([square], ring([-2, 2], [0, 0], [2, -2]))).toBe('lineMisses')
    expect(fault([square], ring([1, 1]))).toBe('lineMisses')
  })

  it('meets the edge more than twice, or runs over itself', () => {
    expect(fault([horseshoe], ring([-1, 3], [7, 3]))).toBe('lineMeetsOften')
    // From the outside through an inward corner: inside on both sides of it.
    expect(fault([horseshoe], ring([-1, 2], [7, 2]))).toBe('lineMeetsOften')
    expect(fault([square], ring([1, -1], [3, 2], [1, 2], [3, -1]))).toBe('lineCrosses')
  })

  it('meets a hole', () => {
    const hole = ring([1, 1], [1, 3], [3, 3], [3, 1])
    expect(fault([square, hole], ring([2, -1], [2, 5]))).toBe('lineMeetsHole')
    expect(fault([square, hole], ring([1, -1], [1, 5]))).toBe('lineMeetsHole')
  })
})
