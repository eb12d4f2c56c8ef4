import { describe, expect, it } from 'vitest'
import type { LatLon } from '#geo/distanceMetres.ts'
import { PointCells } from '#geo/pointCells.ts'

const metre = 1 / 111_000
const square = (wide: number): LatLon[] =>
  Array.from({ length: wide * wide }, (_, n) => ({
    lat: 30.6 + Math.floor(n / wide) * 10 * metre,
    lon: 114.3 + (n % wide) * 10 * metre,
  }))

describe('the nearest of many points', () => {
  it('is found until none is left, equally near ones in their order', () => {
    const here = { lat: 30.6, lon: 114.3 }
    const cells = new PointCells([
      { lat: 30.7, lon: 114.3 },
      { lat: 30.601, lon: 114.3 },
      here,
      { lat: 30.601, lon: 114.3 },
    ])
    const found: number[] = []
    for (let at = cells.nearest(here); at >= 0; at = cells.nearest(here)) {
      found.push(at)
      cells.remove(at)
    }
    expect(found).toEqual([2, 1, 3, 0])
    expect(new PointCells([]).nearest(here)).toBe(-1)
  })

  it('may lie on the other side of the date line or of the pole', () => {
    const cells = new PointCells([
      { lat: 0, lon: 179 },
      { lat: 0, lon: -179.9 },
      { lat: 88, lon: 10 },
      { lat: 89.5, lon: -170 },
    ])
    expect(cells.nearest({ lat: 0, lon: 179.9 })).toBe(1)
    expect(cells.nearest({ lat: 89.5, lon: 10 })).toBe(3)
  })

  it('is never a point that lies nowhere, nor is one kept from being found by it', () => {
    const cells = new PointCells([
      { lat: NaN, lon: NaN },
      ...square(10),
      { lat: NaN, lon: 114.3 },
      { lat: 31, lon: NaN },
    ])
    expect(cells.nearest({ lat: 30.6, lon: 114.3 })).toBe(1)
    expect(cells.nearest({ lat: NaN, lon: 0 })).toBe(-1)
  })

  it.each([
    ['', []],
    [', also where one stray point lies on the other side of the earth', [{ lat: -30, lon: -65 }]],
    [', also where one lies nowhere', [{ lat: NaN, lon: NaN }]],
  ])('is found without measuring the others%s', (_, strays) => {
    let measured = 0
    const points = [...square(100), ...strays].map(({ lat, lon }) => ({
      get lat() {
        measured++
        return lat
      },
      lon,
    }))
    const cells = new PointCells(points)
    const around = square(100)
    measured = 0
    // As a walk does: each point is left behind, so that what is near grows thin.
    let asked = 0
    for (let n = 0; n < around.length; n += 7) {
      cells.remove(n)
      cells.nearest(around[n]!)
      asked++
    }
    expect(measured / asked).toBeLessThan(20)
  })
})
