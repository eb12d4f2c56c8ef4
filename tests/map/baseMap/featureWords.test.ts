import { describe, expect, it } from 'vitest'
import { kindOf, nameKeyOf } from '#map/baseMap/featureWords.ts'

it('a kind is read in either schema, the newer first', () => {
  expect(kindOf({ kind: 'park' })).toBe('park')
  expect(kindOf({ 'pmap:kind': 'park' })).toBe('park')
  expect(kindOf({ kind: 'path', 'pmap:kind': 'other' })).toBe('path')
  expect(kindOf({})).toBe('')
})

describe('in Chinese a name is', () => {
  const all = {
    'name:zh-Hans': '幸福路',
    'name:zh': '幸福路二',
    'name:zh-Hant': '幸福路三',
    name: '幸福路四 Xingfu',
    name2: '幸福路五',
    name3: '幸福路六',
    'name:en': 'Xingfu Road',
  }
  const without = (...keys: string[]): object =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key)))
  const keys = Object.keys(all)
  it.each(keys.slice(0, 6).map((key, i) => [key, keys.slice(0, i)] as const))(
    '%s, where nothing before it is there',
    (key, before) => {
      expect(nameKeyOf({ ...without(...before) }, 'zh')).toBe(key)
    },
  )
  it('what is written on the spot, rather than English', () => {
    expect(nameKeyOf({ name: 'Via Roma', 'name:en': 'Rome Street' }, 'zh')).toBe('name')
  })
  it('a second name in Han letters, rather than a first one in others', () => {
    expect(nameKeyOf({ name: 'ถนน', name2: 'Sathorn', name3: '沙吞路' }, 'zh')).toBe('name3')
  })
  it('the English one, where there is no other', () => {
    expect(nameKeyOf({ 'name:en': 'Rome' }, 'zh')).toBe('name:en')
  })
  it('none, where there is none', () => {
    expect(nameKeyOf({ name: '', ref: 'S1' }, 'zh')).toBeUndefined()
  })
})

describe('in English a name is', () => {
  it.each([
    [{ name: '幸福路', 'name:en': 'Xingfu Road' }, 'name:en'],
    [{ name: '幸福路', name2: 'Xingfu Lu' }, 'name2'],
    [{ name: '幸福路', 'name:zh': '幸福路' }, 'name'],
  ] as const)('of %o: %s', (names, key) => {
    expect(nameKeyOf(names, 'en')).toBe(key)
  })
})
