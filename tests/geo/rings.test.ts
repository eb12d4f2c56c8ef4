import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { checkPolygon } from '#geo/checkRings.ts'
import { distanceToRing } from '#geo/ringDistance.ts'
import { overlapShare } from '#geo/ringOverlap.ts'
import { areaOf, closeRing, isInsideRings, openRing, oriented, signedArea } from '#geo/rings.ts'

const [lon, lat] = [114.31, 30.59]
/** Steps of some 100 m, from the south-west. */
const ring = (...steps: [number, number][]): Corner[] =>
  steps.map(([x, y]) => [lon + x * 0.001, lat + y * 0.001])
const box = (west: number, south: number, east: number, north: number): Corner[] =>
  ring([west, south], [east, south], [east, north], [west, north])
const codes = (...rings: Corner[][]): string[] => checkPolygon(rings).map(({ code }) => code)

describe('a ring', () => {
  it('is opened and closed, and loses corners that repeat the one before', () => {
    const open = box(0, 0, 1, 1)
    const doubled = [open[0]!, ...open, open[3]!, open[0]!, open[0]!]
    expect(openRing(doubled)).toEqual(open)
    expect(closeRing(open)).toEqual([...open, open[0]])
    expect(closeRing(closeRing(open))).toEqual(closeRing(open))
    expect(openRing([])).toEqual([])
    expect(closeRing([])).toEqual([])
  })

  it('has an area in square metres, positive counter-clockwise', () => {
    const area = 0.001 ** 2 * 111_195 ** 2 * Math.cos((lat * Math.PI) / 180)
    expect(signedArea(box(0, 0, 1, 1)) / area).toBeCloseTo(1, 3)
    expect(signedArea(closeRing(box(0, 0, 1, 1)).toReversed()) / area).toBeCloseTo(-1, 3)
    expect(areaOf([[box(0, 0, 2, 2), box(0.5, 0.5, 1.5, 1.5)]]) / area).toBeCloseTo(3, 2)
  })

  it('is turned: outer ones counter-clockwise, holes clockwise', () => {
    const [outer, hole] = [box(0, 0, 3, 3), box(1, 1, 2, 2)]
    for (const rings of [
      [outer, hole],
      [closeRing(outer).toReversed(), hole.toReversed()],
    ]) {
      const [polygon] = oriented([rings])
      expect(polygon!.map((turned) => Math.sign(signedArea(turned)))).toEqual([1, -1])
      expect(polygon!.map((turned) => turned.length)).toEqual([4, 4])
    }
  })
})

describe('what is wrong with a polygon', () => {
  it('is nothing where it is plain, with holes, closed or open, either way round', () => {
    const outer = box(0, 0, 9, 9)
    expect(codes(outer)).toEqual([])
    expect(codes(closeRing(outer).toReversed(), box(1, 1, 2, 2), box(3, 3, 4, 4))).toEqual([])
    expect(codes(outer, ring([0, 4], [2, 3], [2, 5]))).toEqual([])
    expect(codes(outer, box(1, 1, 2, 2), box(2, 1, 3, 2))).toEqual([])
  })

  it('is named with its edges and the place where it crosses itself', () => {
    const [problem] = checkPolygon([ring([0, 0], [2, 2], [2, 0], [0, 2])])
    expect(problem).toMatchObject({ code: 'ringCrosses', ring: 0 })
    const { first, second, lon: x, lat: y } = problem!.detail!
    expect([first, second]).toEqual([1, 3])
    expect(x).toBeCloseTo(lon + 0.001, 9)
    expect(y).toBeCloseTo(lat + 0.001, 9)
  })

  it('is a crossing too where it visits a corner twice', () => {
    expect(codes(ring([0, 0], [1, 1], [2, 0], [2, 2], [1, 1], [0, 2]))).toEqual(['ringCrosses'])
  })

  it('is too few corners, no area or a spike', () => {
    expect(codes(ring([0, 0], [1, 1], [0, 0], [1, 1]))).toEqual(['ringTooFew'])
    expect(codes([])).toEqual(['ringTooFew'])
    expect(codes(ring([0, 0], [1, 1], [2, 2]))).toEqual(['ringNoArea'])
    expect(codes(ring([0, 0], [4, 0], [2, 0], [2, 2], [0, 2]))).toEqual(['ringSpike'])
  })

  it('is a hole outside, or over the edge', () => {
    expect(codes(box(0, 0, 2, 2), box(3, 3, 4, 4))).toEqual(['holeOutside'])
    expect(codes(box(0, 0, 2, 2), box(1, 1, 3, 1.5))).toEqual(['holeOutside'])
    expect(codes(box(0, 0, 2, 2), box(-1, -1, 3, 3))).toEqual(['holeOutside'])
  })

  it('is holes that cross, or lie in each other', () => {
    const outer = box(0, 0, 9, 9)
    const expected = [{ code: 'holesCross', ring: 2, detail: { other: 1 } }]
    expect(checkPolygon([outer, box(1, 1, 3, 3), box(2, 2, 4, 4)])).toEqual(expected)
    expect(checkPolygon([outer, box(1, 1, 5, 5), box(2, 2, 3, 3)])).toEqual(expected)
    expect(checkPolygon([outer, box(1, 1, 5, 5), box(1, 1, 5, 5)])).toEqual(expected)
  })
})

describe('a point and borders', () => {
  const polygons = [[box(0, 0, 4, 4), box(1, 1, 3, 3)], [closeRing(box(6, 0, 7, 1))]]
  const at = (x: number, y: number): Corner => ring([x, y])[0]!

  it('is inside the rings of a polygon, and not in its hole', () => {
    expect(isInsideRings(at(0.5, 2), polygons)).toBe(true)
    expect(isInsideRings(at(2, 2), polygons)).toBe(false)
    expect(isInsideRings(at(6.5, 0.5), polygons)).toBe(true)
    expect(isInsideRings(at(5, 0.5), polygons)).toBe(false)
    expect(isInsideRings(at(0, 0), [])).toBe(false)
  })

  it('is so many metres from the nearest edge, from both sides', () => {
    const border = box(0, 0, 4, 4)
    expect(distanceToRing(at(2, 5), border)).toBeCloseTo(111.2, 0)
    expect(distanceToRing(at(2, 3), border)).toBeCloseTo(111.2, 0)
    expect(distanceToRing(at(5, 5), border)).toBeCloseTo(111.2 * Math.hypot(1, 0.861), 0)
    expect(distanceToRing(at(0, 0), [])).toBe(Infinity)
  })
})

describe('what two grids have in common', () => {
  it('is a share of the smaller one', () => {
    const grid = [[box(0, 0, 4, 4)]]
    expect(overlapShare(grid, [[box(3, 0, 7, 4)]])).toBeCloseTo(0.25, 2)
    expect(overlapShare(grid, [[box(1, 1, 2, 2)]])).toBeCloseTo(1, 2)
    expect(overlapShare([[box(0, 0, 4, 4), box(1, 1, 3, 3)]], [[box(1, 1, 3, 3)]])).toBe(0)
    expect(overlapShare(grid, [[ring([0, 0], [4, 4], [0, 4])]])).toBeCloseTo(1, 2)
    expect(overlapShare(grid, [[box(4, 0, 8, 4)]])).toBe(0)
    expect(overlapShare(grid, [[box(9, 9, 10, 10)]])).toBe(0)
  })
})
