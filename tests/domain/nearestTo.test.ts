import { array, assert, double, integer, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import { nearestTo } from '#domain/nearestTo.ts'
import { plainNearest } from './plainWays.ts'

const near = { lat: 30.6, lon: 114.3 }
const point = record({
  lat: integer({ min: -40, max: 40 }).map((n) => near.lat + n * 0.001),
  lon: integer({ min: -40, max: 40 }).map((n) => near.lon + n * 0.001),
})
const anywhere = record({
  lat: double({ min: -90, max: 90, noNaN: true }),
  lon: double({ min: -180, max: 180, noNaN: true }),
})

it('finds what a sort of all would have put first, equally near ones as they came', () => {
  assert(
    property(array(point, { maxLength: 60 }), integer({ min: 0, max: 12 }), (points, count) => {
      expect(nearestTo(near, points, count)).toEqual(plainNearest(near, points, count))
    }),
  )
  assert(
    property(anywhere, array(anywhere, { maxLength: 60 }), (at, points) => {
      expect(nearestTo(at, points, 5)).toEqual(plainNearest(at, points, 5))
    }),
  )
})

it('keeps the first of equally near ones, and none that lies nowhere', () => {
  const all = [
    { id: 'a', lat: 30.601, lon: 114.3 },
    { id: 'nowhere', lat: NaN, lon: 114.3 },
    { id: 'b', lat: 30.601, lon: 114.3 },
    { id: 'here', ...near },
    { id: 'c', lat: 30.601, lon: 114.3 },
  ]
  expect(nearestTo(near, all, 3).map(({ id }) => id)).toEqual(['here', 'a', 'b'])
  expect(nearestTo(near, all, 9).map(({ id }) => id)).toEqual(['here', 'a', 'b', 'c'])
})
