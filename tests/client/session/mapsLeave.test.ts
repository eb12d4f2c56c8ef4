// What a phone knows of maps goes with its person: the addresses of other providers' hold keys.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wipe } from '#client/session/wipe.ts'
import { aNetwork, aPhone, aWorld, type World } from '../../world.ts'

let world: World
beforeEach(async () => void (world = await aWorld()))
afterEach(() => world.close())

it('the maps that were known are not, where the phone is told to empty itself', async () => {
  const { session, environment } = await aPhone(world, 'worker')
  const keys = ['gridwalk.maps', 'gridwalk.onlineMaps']
  for (const key of keys) environment.local.setItem(key, '[]')
  expect(await wipe(session, { environment, transport: aNetwork(world) })).toBe(true)
  expect(keys.map((key) => environment.local.getItem(key))).toEqual([null, null])
})
