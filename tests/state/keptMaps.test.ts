// What is remembered of maps, written by two tabs in turn: neither takes back what the other wrote.
import { expect, it } from 'vitest'
import { alterKeptMaps, readKeptMaps } from '#state/keptMaps.ts'

it('a tab that answers keeps what another has downloaded meanwhile', () => {
  const items = new Map<string, string>()
  const local = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  }
  alterKeptMaps(local, ({ had }) => ({ had: [...had, 'a'] }))
  alterKeptMaps(local, ({ answered }) => ({ answered: [...answered, 'a'] }))
  alterKeptMaps(local, () => ({ chosen: 'none' }))
  expect(readKeptMaps(local)).toEqual({ chosen: 'none', had: ['a'], answered: ['a'] })
})
