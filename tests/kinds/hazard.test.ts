import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { hazard, type HazardBody, hazardLimits, proposal } from '#kinds/hazard/hazard.ts'
import { spellingOf } from '#kinds/hazard/hazardSpellings.ts'
import { categories, hazardTypeOf, hazardTypes } from '#kinds/hazard/hazardTypes.ts'
import { endOfDay } from '#domain/workCalendar.ts'
import { kindContract } from './kindContract.ts'

const aHazard = (more: Partial<HazardBody> = {}): HazardBody => ({
  type: 'wall_tilt',
  severity: 'critical',
  tier: 1,
  measured: { value: 12, unit: 'cm' },
  ...more,
})

kindContract(hazard, aHazard, () => [
  ...hazardTypes.map(({ key, severity, tier }) => aHazard({ type: key, severity, tier })),
  aHazard({ type: 'light_out', severity: 'minor', tier: 2, isFixedOnSpot: true }),
])

describe('the table of hazard types', () => {
  it('has the 74 types of the field, each key and name once', () => {
    expect(hazardTypes).toHaveLength(74)
    expect(new Set(hazardTypes.map((type) => type.key)).size).toBe(74)
    expect(new Set(hazardTypes.map((type) => type.zh)).size).toBe(74)
    expect(new Set(hazardTypes.map((type) => type.en)).size).toBe(74)
  })

  it('keeps the categories together and in their order', () => {
    expect([...new Set(hazardTypes.map((type) => type.category))]).toEqual(
      categories.map((category) => category.key),
    )
    const order = hazardTypes.map((type) =>
      categories.findIndex((category) => category.key === type.category),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it.each(hazardTypes)('$key fits a button and is spelt syllable by syllable', ({ key, zh }) => {
    const { pinyin } = spellingOf(key)
    expect([...zh].length).toBeLessThanOrEqual(8)
    expect(pinyin).toMatch(/^[a-z]+( [a-z]+)*$/)
    expect(pinyin.split(' ')).toHaveLength([...zh].length)
  })

  it('says where a national code comes from, and that there is none where there is none', () => {
    for (const { key, nationalCode, nationalCodeStatus } of hazardTypes)
      expect(nationalCode === null, key).toBe(nationalCodeStatus === 'none')
  })

  it('lets nobody put right alone what is critical or needs a phone call first', () => {
    for (const type of hazardTypes)
      if (type.severity === 'critical' || type.emergency)
        expect(type.mayFixOnSpot, type.key).toBe(false)
  })

  it('is measured in what a meter reads there, and in no length where gas leaks', () => {
    expect(hazardTypeOf('gas_hazard')?.unit).toBe('%LEL')
    expect(hazardTypeOf('living_noise')?.unit).toBe('dB')
    expect(hazardTypeOf('wall_tilt')?.unit).toBeUndefined()
    for (const { key, unit = 'cm' } of hazardTypes)
      expect(unit.length, key).toBeLessThanOrEqual(hazardLimits.unitCharacters)
  })

  it('uses few icons', () =>
    expect(new Set(hazardTypes.map((type) => type.icon)).size).toBeLessThan(40))
})

describe('a hazard', () => {
  it.each<[string, unknown]>([
    ['a type nobody knows', { type: 'dragon' }],
    ['a severity nobody knows', { severity: 'awful' }],
    ['a tier beyond three', { tier: 4 }],
    ['a measure without a number', { measured: { value: '12', unit: 'cm' } }],
    ['a measure without end', { measured: { value: Infinity, unit: 'cm' } }],
    ['a unit as long as a sentence', { measured: { value: 1, unit: 'x'.repeat(13) } }],
    ['a location as long as a page', { location: 'x'.repeat(201) }],
    ['a reason as long as a page', { whyNoPhoto: 'x'.repeat(201) }],
  ])('is refused with %s', (_, wrong) => {
    expect(v.is(hazard.schema, { ...aHazard(), ...(wrong as object) })).toBe(false)
  })

  it('stands as self-handled when it was fixed on the spot, else as reported', () => {
    expect(hazard.firstStatus(aHazard({ isFixedOnSpot: true }))).toBe('selfHandled')
    expect(hazard.firstStatus(aHazard({ isFixedOnSpot: false }))).toBe('reported')
  })

  it('is given the severity, tier and limit of its type to begin with', () => {
    expect(proposal('flying_wire_charging')).toEqual({
      severity: 'major',
      tier: 2,
      limit: { count: 1, unit: 'workingDay' },
    })
    expect(proposal('never_heard_of')).toEqual({ severity: 'minor', tier: 2, limit: null })
  })

  it('is due by the limit of its type, or by that of a tier a person chose', () => {
    const friday = Date.parse('2026-11-20T10:00:00+08:00')
    const wire = { type: 'flying_wire_charging', severity: 'major' as const }
    expect(hazard.proposedDueAt?.({ ...wire, tier: 2 }, friday)).toBe(endOfDay('2026-11-23'))
    expect(hazard.proposedDueAt?.({ ...wire, tier: 1 }, friday)).toBe(friday + 2 * 3_600_000)
  })

  it('names a type of a later version as other', () => {
    expect(hazard.titleKey(aHazard({ type: 'never_heard_of' }))).toBe('hazard.types.other')
    expect(hazardTypeOf('never_heard_of')).toBeUndefined()
  })
})
