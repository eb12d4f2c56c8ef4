import { expect, it } from 'vitest'
import { schemaOf } from '#domain/change.ts'
import { measuredIn, type Position } from '#domain/position.ts'

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
