import { expect, it } from 'vitest'
import { distanceMetres, type LatLon } from '#geo/distanceMetres.ts'
import { SpotCells } from '#geo/spotCells.ts'

const reach = 100
const around = ({ lat, lon }: LatLon, random: () => number): LatLon => ({
  lat: Math.max(-90, Math.min(90, lat + (random() - 0.5) * 0.004)),
  lon: lon + ((random() - 0.5) * 0.004) / Math.max(0.01, Math.cos((lat * Math.PI) / 180)),
})

it('gives all that lie within, in a street, on the date line and at the pole', () => {
  let seed = 7
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
  for (const middle of [
    { lat: 30.59, lon: 114.31 },
    { lat: -17.8, lon: 180 },
    { lat: 89.999, lon: 12 },
  ]) {
    const spots = Array.from({ length: 300 }, () => around(middle, random))
    const cells = new SpotCells<LatLon>(reach)
    for (const spot of spots) cells.put(spot, spot)
    for (const spot of spots.slice(0, 40)) {
      const near = new Set(cells.near(spot))
      const within = spots.filter((other) => distanceMetres(spot, other) <= reach)
      expect(within.length).toBeGreaterThan(0)
      expect(within.filter((other) => !near.has(other))).toEqual([])
      // Otherwise it would be no help.
      expect(near.size).toBeLessThan(spots.length)
    }
  }
})

it('gives back nothing that was taken out', () => {
  const [here, cells] = [{ lat: 30.59, lon: 114.31 }, new SpotCells<string>(reach)]
  for (const name of ['a', 'b']) cells.put(name, here)
  cells.take('a', here)
  expect(cells.near(here)).toEqual(['b'])
})
