import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  oneof,
  property,
  tuple,
  type Arbitrary,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place } from '#domain/place.ts'
import { walkingOrder } from '#domain/walkingOrder.ts'
import { plainWalkingOrder } from './plainWays.ts'

type LonLat = readonly [lon: number, lat: number]

const placesAt = (spots: readonly LonLat[]): Place[] =>
  spots.map(([lon, lat], n) => ({ id: `p-${n}`, code: `W-${n % 7}`, lon, lat }) as never)

const idsOf = (places: readonly Place[]): string[] => places.map(({ id }) => id)

function expectPlainOrder(spots: readonly LonLat[]): void {
  const places = placesAt(spots)
  expect(idsOf(walkingOrder(places))).toEqual(idsOf(plainWalkingOrder(places)))
}

const of = (count: number, spot: (n: number) => LonLat): LonLat[] =>
  Array.from({ length: count }, (_, n) => spot(n))
const metre = 1 / 111_000

const anywhere = tuple(
  double({ min: -180, max: 180, noNaN: true }),
  double({ min: -90, max: 90, noNaN: true }),
)
const edges = tuple(constantFrom(-180, -179.999, 0, 179.999, 180), constantFrom(-90, 0, 90))
const onFewMetres = (lon: number, lat: number, metres: number): Arbitrary<LonLat> =>
  tuple(integer({ min: 0, max: metres }), integer({ min: 0, max: metres })).map(
    ([x, y]) => [lon + x * metre, lat + y * metre] as const,
  )

describe('the order of a round', () => {
  it('goes from the westernmost on to the nearest that is left', () => {
    const places = placesAt([
      [114.3, 30.6],
      [114.303, 30.6],
      [114.301, 30.6],
      [114.3001, 30.604],
    ])
    expect(idsOf(walkingOrder(places))).toEqual(['p-0', 'p-2', 'p-1', 'p-3'])
  })

  it('is nothing for no place, and the place for one', () => {
    expectPlainOrder([])
    expectPlainOrder([[114.3, 30.6]])
  })

  it('takes doors above each other by their codes, in tens of thousands too', () => {
    expectPlainOrder([
      ...of(200, () => [114.3, 30.6]),
      ...of(200, (n) => [114.3 + (n % 3) * metre, 30.6]),
    ])
    const tower = placesAt(of(60_000, () => [114.3, 30.6]))
    expect(walkingOrder(tower)).toHaveLength(60_000)
  })

  it('is that of the plain loop along a line, through clusters, and with strays far off', () => {
    expectPlainOrder(of(300, (n) => [114.3 + ((n * 37) % 300) * metre, 30.6]))
    expectPlainOrder(of(300, (n) => [114.3, 30.6 + ((n * 37) % 300) * metre]))
    const cluster = (lon: number, lat: number): LonLat[] =>
      of(200, (n) => [lon + ((n * 7919) % 101) * metre, lat + ((n * 104_729) % 97) * metre])
    expectPlainOrder([
      ...cluster(114.3, 30.6),
      ...cluster(114.34, 30.61),
      ...cluster(-70.6, -33.4),
      [0, 0],
      [180, -90],
    ])
  })

  it('is that of the plain loop across the date line and around a pole', () => {
    expectPlainOrder(of(200, (n) => [(n % 2 ? 180 : -180) + (n % 2 ? -n : n) * metre, 10]))
    expectPlainOrder(of(200, (n) => [((n * 131) % 360) - 180, 89.9999]))
  })

  it('is that of the plain loop for whatever lies anywhere, equally near places included', () => {
    const spot = oneof(
      anywhere,
      edges,
      onFewMetres(114.3, 30.6, 5),
      onFewMetres(114.3, 30.6, 2000),
      onFewMetres(-0.0001, -0.0001, 30),
    )
    assert(
      property(array(spot, { maxLength: 120, size: 'max' }), (spots) => expectPlainOrder(spots)),
      { numRuns: 300 },
    )
  })
})
