// Photos that were shared and began no report: whose they are when somebody comes or leaves.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeShared, waitingShares } from '#client/db/sharedPhotos.ts'
import { closeSession } from '#client/session/closeSession.ts'
import { wipe } from '#client/session/wipe.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { aNetwork, aPhone, aWorld, type Phone, type World } from '../../world.ts'

let world: World
beforeEach(async () => void (world = await aWorld()))
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const share = (phone: Pick<Phone, 'environment'>) =>
  storeShared(phone.environment, 'one', [new File(['a'], 'a.jpg', { type: 'image/jpeg' })])
const countOn = async ({ environment }: Pick<Phone, 'environment'>): Promise<number> =>
  (await waitingShares(environment)).length

it('what came before anybody was bound is theirs who comes first', async () => {
  const environment = { indexedDB: new IDBFactory(), IDBKeyRange, now: Date.now }
  await storeShared(environment, 'one', [new File(['a'], 'a.jpg', { type: 'image/jpeg' })])
  const phone = await aPhone(world, 'worker', environment)
  expect(await countOn(phone)).toBe(1)
  const again = await aPhone(world, 'worker', phone.environment)
  expect(await countOn(again), 'the same person, bound once more').toBe(1)
})

it('the next person on the phone is shown none of it', async () => {
  const first = await aPhone(world, 'worker')
  await share(first)
  const second = await aPhone(world, 'volunteer', first.environment)
  expect(await countOn(second)).toBe(0)
})

it('it goes when its person signs out, and stays while they may not', async () => {
  const phone = await aPhone(world, 'worker')
  await share(phone)
  await phone.report()
  expect(await closeSession(phone.session, phone.environment)).toMatchObject({ ok: false })
  expect(await countOn(phone)).toBe(1)
  expect(
    await closeSession(phone.session, phone.environment, { isToBeSealed: true }),
  ).toMatchObject({ ok: true })
  expect(await countOn(phone)).toBe(0)
})

it('it goes with all else when the phone is told to empty itself', async () => {
  const phone = await aPhone(world, 'worker')
  await share(phone)
  expect(
    await wipe(phone.session, { environment: phone.environment, transport: aNetwork(world) }),
  ).toBe(true)
  expect(await countOn(phone)).toBe(0)
})
