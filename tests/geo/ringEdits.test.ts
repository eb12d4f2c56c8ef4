import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import {
  areaOf,
  insertCorner,
  isSameCorner,
  lengthOf,
  moveCorner,
  removeCorner,
  withoutRepeats,
} from '#geo/ringEdits.ts'

const square: Corner[] = [
  [114.3, 30.6],
  [114.301, 30.6],
  [114.301, 30.601],
  [114.3, 30.601],
]

describe('a ring', () => {
  it('is left as it was by every edit, and what comes out has seven decimals', () => {
    const before = structuredClone(square)
    expect(insertCorner(square, 1, [114.300_5, 30.599_999_999])).toEqual([
      [114.3, 30.6],
      [114.3005, 30.6],
      ...square.slice(1),
    ])
    expect(moveCorner(square, 3, [114.2999, 30.601_000_04])).toEqual([
      ...square.slice(0, 3),
      [114.2999, 30.601],
    ])
    expect(removeCorner(square, 0)).toEqual(square.slice(1))
    expect(square).toEqual(before)
  })

  it('has one corner where two lie a millimetre apart, and two where they lie five apart', () => {
    expect(isSameCorner([114.3, 30.6], [114.300_000_01, 30.6])).toBe(true)
    expect(isSameCorner([114.3, 30.6], [114.300_000_5, 30.6])).toBe(false)
  })

  it('loses corners that repeat the one before, the last one too, and a line keeps its end', () => {
    const [a, b, c] = square as [Corner, Corner, Corner, Corner]
    expect(withoutRepeats([a, [...a], b, c, [...a]])).toEqual([b, c, a])
    expect(withoutRepeats([a, b, [...b], c, [...a]], false)).toEqual([a, b, c, a])
  })
})

describe('how large it is', () => {
  it('is told on the ellipsoid: a thousandth of a degree each way at 30.6° north', () => {
    // 95.90 m east (111.4127 km cos φ − 0.0935 km cos 3φ) by 110.86 m north a thousandth.
    const rad = (30.6005 * Math.PI) / 180
    const east = 111.412_84 * Math.cos(rad) - 0.0935 * Math.cos(3 * rad)
    const north = 111.132_92 - 0.559_82 * Math.cos(2 * rad)
    expect(areaOf(square) / (east * north)).toBeCloseTo(1, 4)
    expect(areaOf([...square].reverse())).toBeCloseTo(areaOf(square), 6)
  })

  it('is nothing below three corners, and a line has a length', () => {
    expect(areaOf(square.slice(0, 2))).toBe(0)
    expect(areaOf([])).toBe(0)
    const [a, b] = [
      { lon: 114.3, lat: 30.6 },
      { lon: 114.3, lat: 30.601 },
    ]
    const metres = lengthOf([
      [a.lon, a.lat],
      [b.lon, b.lat],
    ])
    expect(metres / distanceMetres(a, b)).toBeCloseTo(1, 2)
    expect(metres).toBeGreaterThan(110)
  })
})
