import { describe, expect, it } from 'vitest'
import { isInside, isInsideOutline } from '#geo/isInside.ts'

const ring = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 2, y: 1 },
  { x: 0, y: 4 },
]

describe('a point in a polygon', () => {
  it('is inside an arm and outside the notch between the arms', () => {
    expect(isInside({ x: 0.5, y: 2 }, ring)).toBe(true)
    expect(isInside({ x: 3.5, y: 2 }, ring)).toBe(true)
    expect(isInside({ x: 2, y: 2 }, ring)).toBe(false)
    expect(isInside({ x: 5, y: 2 }, ring)).toBe(false)
  })

  it('is the same whether the ring repeats its first point or not', () => {
    expect(isInside({ x: 0.5, y: 2 }, [...ring, ring[0]!])).toBe(true)
    expect(isInside({ x: 2, y: 2 }, [...ring, ring[0]!])).toBe(false)
  })

  it('is in no polygon of fewer than three points', () => {
    expect(isInside({ x: 0, y: 0 }, [])).toBe(false)
    expect(isInside({ x: 1, y: 0 }, ring.slice(0, 2))).toBe(false)
  })

  it('is looked for in an outline of longitudes and latitudes', () => {
    const outline = [
      [121.4, 31.2],
      [121.5, 31.2],
      [121.5, 31.3],
      [121.4, 31.3],
    ] as const
    expect(isInsideOutline({ lat: 31.25, lon: 121.45 }, outline)).toBe(true)
    expect(isInsideOutline({ lat: 121.45, lon: 31.25 }, outline)).toBe(false)
  })
})
