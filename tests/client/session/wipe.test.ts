import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resumeSession } from '#client/session/localSession.ts'
import { uploadOtherUsers } from '#client/session/uploadOtherUsers.ts'
import { startSyncLoop } from '#client/sync/syncLoop.ts'
import { finishWipes, wipe } from '#client/session/wipe.ts'
import { aProtocolClient } from '../../aProtocolClient.ts'
import {
  aWorld,
  aPhone,
  cast,
  inHand,
  aNetwork,
  membersDatabases,
  type Phone,
  type World,
} from '../../world.ts'

let world: World
let phone: Phone
beforeEach(async () => {
  world = await aWorld()
  phone = await aPhone(world, 'worker')
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const orderWipe = async ({ session }: Phone): Promise<void> => {
  const desk = await aProtocolClient(world, 'supervisor')
  expect(
    (
      await desk.call('POST', `/api/devices/${session.device.id}/wipe`, '{}', {
        'Content-Type': 'application/json',
      })
    ).status,
  ).toBe(200)
}
const wipingOf = ({ environment, network }: Phone) => ({ environment, transport: network })
const databasesOf = ({ environment }: Phone): Promise<string[]> => membersDatabases(environment)
const wipeAt = ({ session }: Phone) =>
  world.deps.storage.read((tx) => tx.wipe(session.device.id as never))

/** A round, and what the loop does after it. */
async function round(on: Phone): Promise<boolean> {
  const done = await on.sync()
  return done.ok && done.value.order === 'wipe' && (await wipe(on.session, wipingOf(on)))
}

describe('a phone that is told to wipe itself', () => {
  it('hands in text and photos first, erases everything of its member, says so, and is revoked', async () => {
    const id = await phone.report({ note: '还没上传', photos: [await phone.photo(1)] })
    await orderWipe(phone)
    expect(await round(phone)).toBe(true)
    expect(await world.deps.storage.read((tx) => tx.row('report', id))).toMatchObject({
      f: { note: '还没上传', arrived: { length: 2 } },
    })
    expect(await databasesOf(phone)).toEqual([])
    expect(await resumeSession(phone.environment)).toEqual({ ok: true, value: null })
    expect(await wipeAt(phone)).toMatchObject({
      done: { left: { changes: 0, photos: 0, drafts: 0 } },
    })
    expect(
      (await world.deps.storage.read((tx) => tx.device(phone.session.device.id as never)))
        ?.revokedAt,
    ).not.toBeNull()
  })

  it('erases nothing while anything of it has not arrived', async () => {
    await phone.report({ photos: [await phone.photo(1)] })
    await orderWipe(phone)
    phone.network.goOffline()
    expect(await round(phone)).toBe(false)
    phone.network.goOnline()
    phone.network.next(/photos/, { status: 503 })
    expect(await round(phone)).toBe(false)
    expect(await wipe(phone.session, wipingOf(phone))).toBe(false)
    expect(await databasesOf(phone)).toHaveLength(2)
    expect(await round(phone)).toBe(true)
  })

  it('is shown nothing any more from the moment it was asked', async () => {
    await (
      await aProtocolClient(world, 'worker')
    ).push((await aProtocolClient(world, 'worker')).creation())
    await orderWipe(phone)
    expect(await phone.sync()).toMatchObject({
      ok: true,
      value: { isReading: false, pulledRows: 0, order: 'wipe' },
    })
    expect(
      (await phone.network
        .send('/api/session', { method: 'GET' })
        .then((answer) => answer.json())) as unknown,
    ).toMatchObject({ member: null })
  })

  it('that dies before it has erased all goes on at the next start', async () => {
    await orderWipe(phone)
    await phone.sync()
    const first = Dexie.prototype.delete
    Dexie.prototype.delete = () => Promise.reject(new Error('the app was closed')) as never
    await expect(wipe(phone.session, wipingOf(phone))).rejects.toThrow('closed')
    Dexie.prototype.delete = first
    expect(await databasesOf(phone)).toHaveLength(2)
    await finishWipes(wipingOf(phone))
    expect(await databasesOf(phone)).toEqual([])
    expect(await wipeAt(phone)).toMatchObject({ done: {} })
    await finishWipes(wipingOf(phone))
  })

  it('that could not say so says it at the next start', async () => {
    await orderWipe(phone)
    phone.network.next(/wiped/, 'dropAnswer')
    expect(await round(phone)).toBe(true)
    const again = inHand(phone.session, aNetwork(world), phone.environment)
    await finishWipes(wipingOf(again))
    phone.network.calls.length = 0
    await finishWipes(wipingOf(phone))
    expect(phone.network.calls).toEqual([])
    expect(await wipeAt(phone)).toMatchObject({ done: {} })
  })

  it('tells of what could not be handed in', async () => {
    await orderWipe(phone)
    await phone.session.capture.photo.put({
      hash: 'a'.repeat(64) as never,
      part: 'photo',
      size: 9,
      state: 'unreadable',
      savedAt: 1,
    })
    await round(phone)
    expect(await wipeAt(phone)).toMatchObject({
      done: { left: { changes: 0, photos: 1, drafts: 0 } },
    })
  })

  it('stops syncing by itself', async () => {
    await phone.report()
    await orderWipe(phone)
    let wipes = 0
    const loop = startSyncLoop(
      { ...phone.session, transport: phone.network, app: 'test', now: Date.now },
      {
        locks: undefined,
        random: () => 0,
        onState: () => undefined,
        onRound: () => undefined,
        onWipe: () => {
          wipes++
          return wipe(phone.session, wipingOf(phone))
        },
      },
    )
    await loop.syncNow()
    phone.network.calls.length = 0
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([wipes, phone.network.calls]).toEqual([1, []])
    loop.stop()
  })

  it('leaves the other members of the same phone their work, and is wiped while they use it', async () => {
    const other = await aPhone(world, 'volunteer', phone.environment)
    await phone.report()
    await other.report()
    await orderWipe(phone)
    await uploadOtherUsers({
      environment: phone.environment,
      transport: other.network,
      app: 'test',
      own: other.session.capture.name,
      onWaiting: () => undefined,
    })
    expect((await databasesOf(phone)).sort()).toEqual(
      [other.session.cache.name, other.session.capture.name]
        .filter((name) => name.includes(cast.volunteer.id))
        .sort(),
    )
    expect(await other.sync()).toMatchObject({ ok: true, value: { pushed: 1 } })
    expect(await wipeAt(phone)).toMatchObject({ done: {} })
  })
})
