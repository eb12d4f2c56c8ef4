import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { joinPolygons, shareEdge } from '#geo/joinPolygons.ts'
import { isSameCorner, roundedCorner } from '#geo/ringEdits.ts'
import { signedArea } from '#geo/rings.ts'
import { splitPolygon } from '#geo/splitPolygon.ts'
import { flatArea } from './flatArea.ts'

/** In thousandths of a degree, about a hundred metres. */
const ring = (...corners: Corner[]): Corner[] =>
  corners.map(([x, y]) => roundedCorner([114.3 + x / 1000, 30.6 + y / 1000]))
const box = (west: number, south: number, east: number, north: number): Corner[] =>
  ring([west, south], [east, south], [east, north], [west, north])

const whole = (one: Corner[][], other: Corner[][]): Corner[][] => {
  const joined = joinPolygons(one, other)
  if (typeof joined === 'string') throw new Error(joined)
  expect(Math.abs(flatArea([joined]) - flatArea([one, other]))).toBeLessThan(0.1)
  return joined
}

describe('two polygons that are joined', () => {
  it('are one without the edge between them', () => {
    expect(whole([box(0, 0, 2, 2)], [box(2, 0, 4, 2)])[0]).toHaveLength(6)
    expect(whole([box(0, 0, 2, 2)], [box(2, 0, 4, 2).reverse()])).toHaveLength(1)
  })

  it('may share a part of an edge only, or have a corner there that the other has not', () => {
    expect(whole([box(0, 0, 2, 4)], [box(2, 1, 4, 2)])[0]).toHaveLength(8)
    const bent = ring([2, 0], [4, 0], [4, 4], [2, 4], [2, 3], [2, 1])
    expect(whole([box(0, 0, 2, 4)], [bent])[0]).toHaveLength(6)
    expect(whole([box(0, 0, 2, 4)], [box(2, -1, 4, 5)])[0]).toHaveLength(8)
  })

  it('have a hole where they meet around something', () => {
    const clasp = ring([2, 0], [5, 0], [5, 6], [2, 6], [2, 4], [4, 4], [4, 2], [2, 2])
    const joined = whole([box(0, 0, 2, 6)], [clasp])
    expect(joined.map((each) => Math.sign(signedArea(each)))).toEqual([1, -1])
    expect(joined[1]).toHaveLength(4)
  })

  it('have a hole too where they touch in a corner besides', () => {
    const clasp = ring([2, 0], [5, 0], [5, 6], [2, 4], [4, 4], [4, 2], [2, 2])
    const joined = whole([box(0, 0, 2, 4)], [clasp])
    expect(joined.map((each) => Math.sign(signedArea(each)))).toEqual([1, -1])
  })

  it('keep the holes they had, and one that lies in the hole of the other fills it', () => {
    const [outer, hole] = [box(0, 0, 6, 6), box(1, 1, 3, 3)]
    expect(whole([outer, hole], [box(6, 0, 8, 6), box(7, 1, 7.5, 2)])).toHaveLength(3)
    expect(whole([outer, hole], [hole])).toHaveLength(1)
  })

  it('are what was split, corner for corner but for those where the line ended', () => {
    const shape = ring([0, 0], [7, 1], [6, 5], [3, 3.3], [-1, 6])
    const split = splitPolygon([shape], ring([2, -2], [2.5, 1], [1.5, 7]))
    if (typeof split === 'string') throw new Error(split)
    const joined = whole(split.kept, split.made)
    expect(joined[0]).toHaveLength(shape.length + 2)
    for (const corner of shape)
      expect(joined[0]!.some((other) => isSameCorner(other, corner))).toBe(true)
  })
})

describe('two polygons that are not', () => {
  it('lie apart, or touch in a corner', () => {
    expect(joinPolygons([box(0, 0, 2, 2)], [box(3, 0, 4, 2)])).toBe('noSharedEdge')
    expect(joinPolygons([box(0, 0, 2, 2)], [box(2, 2, 4, 4)])).toBe('noSharedEdge')
    expect(shareEdge([box(0, 0, 2, 2)], [box(2, 2, 4, 4)])).toBe(false)
    expect(shareEdge([box(0, 0, 2, 2)], [box(2, 1, 4, 4)])).toBe(true)
  })

  it('lie over each other', () => {
    const wedge = ring([2, 0], [4, 0], [4, 3], [1, 3], [1, 1.5], [2, 1.5])
    expect(joinPolygons([box(0, 0, 2, 2)], [wedge])).toBe('joinOverlaps')
  })
})
