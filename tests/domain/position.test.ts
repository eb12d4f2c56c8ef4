import { expect, it } from 'vitest'
import { schemaOf } from '#domain/change.ts'
import { measuredIn, type Position } from '#domain/position.ts'
import { gateOf, isGate, usualGate } from '#domain/positionGate.ts'

const gps: Position = { lat: 30.59, lon: 114.31, accuracyMetres: 9, source: 'gps', at: 5 }
const pin: Position = { ...gps, accuracyMetres: null, source: 'pin', at: 9 }

it('is what was measured, however often the pin is moved', () => {
  expect(measuredIn(gps)).toEqual(gps)
  expect(measuredIn({ ...pin, raw: gps })).toEqual(gps)
  expect(measuredIn(pin)).toBeUndefined()
  expect(measuredIn(undefined)).toBeUndefined()
  expect(measuredIn({ ...gps, raw: gps })).not.toHaveProperty('raw')
})

it('is of the third schema where it is an average', () => {
  const sets = [{ position: { ...gps, source: 'average' } }, { position: gps }, { position: null }]
  expect(sets.map((set) => schemaOf({ set }))).toEqual([3, 1, 1])
  const average: Position = { ...gps, source: 'average' }
  expect(schemaOf({ set: { position: average, voice: [] } })).toBe(3)
  expect(schemaOf({ step: { position: average } })).toBe(3)
  expect(schemaOf({ step: { position: gps } })).toBe(1)
})

it('is taken as it is, or not alone, as the community has said', () => {
  const said = { waitMetres: 30, askMetres: 100 }
  const below = { parentId: 'g-1' as never, positionGate: { waitMetres: 11, askMetres: 12 } }
  expect(gateOf([below, { parentId: null, positionGate: said }])).toEqual(said)
  expect(gateOf([below, { parentId: null }])).toEqual(usualGate)
  expect(gateOf([])).toEqual(usualGate)
  expect(gateOf([{ parentId: null, positionGate: { waitMetres: 0, askMetres: 9 } }])).toEqual(
    usualGate,
  )
})

it.each([
  [10, 11, true],
  [200, 1000, true],
  [9, 100, false],
  [201, 1000, false],
  [50, 50, false],
  [50, 1001, false],
  [50.5, 100, false],
  [50, Number.NaN, false],
])('may be vague by %d and %d metres: %s', (waitMetres, askMetres, may) => {
  expect(isGate({ waitMetres, askMetres })).toBe(may)
})
