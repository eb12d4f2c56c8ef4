import { expect, it } from 'vitest'
import { metresToOutline } from '#geo/metresToOutline.ts'

const degree = 111_195
const at = (north: number, east: number) => ({
  lat: 60 + north / degree,
  lon: 10 + east / degree / 0.5,
})
const pair = (north: number, east: number): [number, number] => {
  const { lat, lon } = at(north, east)
  return [lon, lat]
}
const square = [pair(0, 0), pair(0, 100), pair(100, 100), pair(100, 0)]

it('is how far the line lies at its nearest, from inside and from outside', () => {
  const to = (north: number, east: number) => Math.round(metresToOutline(at(north, east), square))
  expect(to(50, 90)).toBe(10)
  expect(to(-30, 50)).toBe(30)
  expect(to(103, 104)).toBe(5)
  // The side from the last corner to the first is one as well.
  expect(to(50, -7)).toBe(7)
  expect(to(50, 0)).toBe(0)
})

it('is nowhere without corners, and a point with one', () => {
  expect(metresToOutline(at(0, 0), [])).toBe(Infinity)
  expect(metresToOutline(at(0, 5), [pair(0, 0)])).toBeCloseTo(5, 0)
})
