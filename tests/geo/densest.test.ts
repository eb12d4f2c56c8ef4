import { expect, it } from 'vitest'
import { densest } from '#geo/densest.ts'

const metre = 1 / 111_195
const near = (lat: number, lon: number, count: number, name: string) =>
  Array.from({ length: count }, (_, i) => ({ lat: lat + i * metre, lon, name }))
const home = { lat: 30.5905, lon: 114.31 }

it('gives the fullest squares first, with the middle of what is in them', () => {
  const points = [
    ...near(home.lat, home.lon, 3, 'gate'),
    ...near(home.lat + 0.01, home.lon, 5, 'yard'),
    ...near(home.lat, home.lon + 0.01, 4, 'shop'),
  ]
  const found = densest(points, 100, 2)
  expect(found.map(({ items }) => [items.length, items[0]!.name])).toEqual([
    [5, 'yard'],
    [4, 'shop'],
  ])
  expect(found[0]!.at.lat).toBeCloseTo(home.lat + 0.01 + 2 * metre, 7)
  expect(found[0]!.at.lon).toBeCloseTo(home.lon, 9)
})

it('holds what is alone for not dense', () => {
  expect(densest([home, { ...home, lat: home.lat + 0.01 }], 100, 5)).toEqual([])
})
