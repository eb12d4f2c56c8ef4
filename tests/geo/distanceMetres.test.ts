import { describe, expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'

describe('the distance of two points', () => {
  it('is a degree of latitude long', () => {
    const metres = distanceMetres({ lat: 31, lon: 121 }, { lat: 32, lon: 121 })
    expect(metres).toBeCloseTo((Math.PI / 180) * 6_371_008.8, 3)
  })

  it('crosses the date line by the short way', () => {
    const metres = distanceMetres({ lat: 0, lon: 179.999 }, { lat: 0, lon: -179.999 })
    expect(metres).toBeLessThan(223)
  })

  it('is nothing from a point to itself, and half the earth to its opposite', () => {
    expect(distanceMetres({ lat: 31, lon: 121 }, { lat: 31, lon: 121 })).toBe(0)
    expect(distanceMetres({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(
      Math.PI * 6_371_008.8,
      3,
    )
  })
})
