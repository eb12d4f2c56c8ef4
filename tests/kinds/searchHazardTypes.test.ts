import { describe, expect, it } from 'vitest'
import { spellingOf } from '#kinds/hazard/hazardSpellings.ts'
import { hazardTypeOf, hazardTypes } from '#kinds/hazard/hazardTypes.ts'
import { searchHazardTypes } from '#kinds/hazard/searchHazardTypes.ts'
import { usualTypes } from '#kinds/hazard/usualTypes.ts'

const keysFor = (query: string): string[] => searchHazardTypes(query).map((type) => type.key)

describe('searching hazard types', () => {
  it.each([
    ['飞线', 'flying_wire_charging'],
    ['飞线 充电', 'flying_wire_charging'],
    ['feixian', 'flying_wire_charging'],
    ['fei xian chong', 'flying_wire_charging'],
    ["fei'xian", 'flying_wire_charging'],
    ['fxcd', 'flying_wire_charging'],
    ['feixcd', 'flying_wire_charging'],
    ['FXCD', 'flying_wire_charging'],
    ['ｆｘｃｄ', 'flying_wire_charging'],
    ['flying', 'flying_wire_charging'],
    ['堆物', 'corridor_clutter'],
    ['灭火器', 'fire_equipment_fault'],
    ['jiangshiche', 'zombie_vehicle'],
    ['abandoned', 'zombie_vehicle'],
    ['ebike', 'ebike_indoor'],
    ['lane blocked', 'fire_lane_blocked'],
    ['盲道', 'barrier_access'],
    ['hlzc', 'green_to_vegetable'],
    ['huilü', 'green_to_vegetable'],
  ])('finds by %s the type %s', (query, key) => expect(keysFor(query)[0]).toBe(key))

  it('puts names that begin with it before names that contain it', () => {
    const keys = keysFor('垃圾')
    expect(keys[0]).toBe('bin_odour')
    expect(keys).toContain('exposed_garbage')
    expect(keys.indexOf('bin_odour')).toBeLessThan(keys.indexOf('exposed_garbage'))
  })

  it('finds pinyin from inside a name at the start of a syllable only', () => {
    expect(keysFor('laji')).toContain('exposed_garbage')
    expect(keysFor('aji')).toEqual([])
  })

  it('finds every type by its name, its pinyin and its initials', () => {
    for (const type of hazardTypes) {
      const { pinyin } = spellingOf(type.key)
      expect(keysFor(type.zh)[0]).toBe(type.key)
      expect(keysFor(pinyin)).toContain(type.key)
      expect(
        keysFor(
          pinyin
            .split(' ')
            .map((syllable) => syllable[0])
            .join(''),
        ),
      ).toContain(type.key)
      expect(keysFor(type.en)[0]).toBe(type.key)
    }
  })

  it('gives everything for nothing and nothing for nonsense', () => {
    expect(searchHazardTypes('  ')).toEqual(hazardTypes)
    expect(searchHazardTypes('qqqq')).toEqual([])
    expect(searchHazardTypes('.*')).toEqual([])
  })

  it('keeps the order it was given among equals', () => {
    const given = [hazardTypeOf('pipe_burst')!, hazardTypeOf('leak')!].reverse()
    expect(searchHazardTypes('水', given).map((type) => type.key)).toEqual(['pipe_burst', 'leak'])
  })
})

describe('the usual types', () => {
  it('are the most common anywhere while nothing was reported here', () => {
    expect(usualTypes({}, 5)).toEqual([
      'flying_wire_charging',
      'corridor_clutter',
      'light_out',
      'exposed_garbage',
      'fire_equipment_fault',
    ])
  })

  it('are led by what is used most here, without repeating or inventing a type', () => {
    expect(usualTypes({ manhole: 2, light_out: 9, dragon: 99, leak: 0 }, 4)).toEqual([
      'light_out',
      'manhole',
      'flying_wire_charging',
      'corridor_clutter',
    ])
  })

  it('can be all of them', () => expect(new Set(usualTypes({}, 100)).size).toBe(74))
})
