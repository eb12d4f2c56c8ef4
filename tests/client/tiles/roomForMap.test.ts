import { expect, it } from 'vitest'
import { missingRoom } from '#client/tiles/roomForMap.ts'

it('a map leaves 200 MB to photos, and is counted with a fifth more than it is', () => {
  expect(missingRoom(100e6, { quota: 500e6, usage: 180e6 })).toBe(0)
  expect(missingRoom(100e6, { quota: 500e6, usage: 181e6 })).toBe(1e6)
})

it('a browser that does not say how much room there is hinders nothing', () => {
  expect(missingRoom(100e6, {})).toBe(0)
})
