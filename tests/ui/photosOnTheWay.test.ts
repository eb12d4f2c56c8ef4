import { expect, it } from 'vitest'
import {
  cameBeside,
  forgetOnTheWay,
  missingOf,
  takeOver,
  tookIn,
} from '#ui/photos/photosOnTheWay.ts'

function aTab() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

it('a page that comes up again knows how many of the photos it had taken over are not in its draft', () => {
  const tab = aTab()
  takeOver(tab, 'one', 1, 3)
  expect(missingOf(tab, 'one', 1)).toBe(3)
  expect(missingOf(tab, 'one', 3)).toBe(1)
  expect(missingOf(tab, 'another', 0)).toBe(0)
  takeOver(tab, 'one', 2, 1)
  expect(missingOf(tab, 'one', 4)).toBe(1)
})

it('what was refused stays told until it is dismissed; what got in is no more asked about', () => {
  const tab = aTab()
  takeOver(tab, 'one', 0, 3)
  tookIn(tab, 'one', 2, 1)
  expect(missingOf(tab, 'one', 2)).toBe(1)
  expect(missingOf(tab, 'one', 1)).toBe(1)
  tookIn(tab, 'one', 2, 0)
  expect(missingOf(tab, 'one', 2)).toBe(0)
})

it('each form has its own: what another took over meanwhile hides nothing', () => {
  const tab = aTab()
  takeOver(tab, 'one', 0, 2)
  takeOver(tab, 'another', 0, 1)
  expect([missingOf(tab, 'one', 0), missingOf(tab, 'another', 0)]).toEqual([2, 1])
  forgetOnTheWay(tab, 'another')
  expect([missingOf(tab, 'one', 1), missingOf(tab, 'another', 0)]).toEqual([1, 0])
})

it('photos that wait elsewhere until they are in hide none that is missing, and are never missing', () => {
  const tab = aTab()
  cameBeside(tab, 'one', 1)
  expect(missingOf(tab, 'one', 0)).toBe(0)
  takeOver(tab, 'one', 1, 2)
  cameBeside(tab, 'one', 1)
  cameBeside(tab, 'one', 1)
  expect(missingOf(tab, 'one', 3), 'two of them in, and neither of the others').toBe(2)
  expect(missingOf(tab, 'one', 4)).toBe(1)
})
