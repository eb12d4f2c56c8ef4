import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DevicesAnswer } from '#protocol/deviceMessages.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import { aProtocolClient, type Envelope, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, type World } from '../world.ts'

let world: World
let desk: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  desk = await aProtocolClient(world, 'supervisor')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const shownAs = async (client: ProtocolClient): Promise<DevicesAnswer['devices'][number]> => {
  const { devices } = (await (
    await desk.call('GET', '/api/members/devices')
  ).json()) as DevicesAnswer
  return devices.find(({ id }) => id === client.device.id)!
}
const waiting = (
  changes: Envelope[],
  waits: number,
  more: Partial<SyncRequest> = {},
): Partial<SyncRequest> => ({
  push: { from: changes[0]?.n ?? 0, waiting: waits, oldest: 1_790_000_000_000, changes },
  ...more,
})

describe('what a phone says of itself', () => {
  it('D1 is what waits on it, less what this call has settled, and nothing is refused for it', async () => {
    const client = await aProtocolClient(world, 'worker')
    const envelopes = [client.creation(), client.creation()]
    await client.sync([], waiting(envelopes, 5, { photos: { waiting: 3, bytes: 900_000 } }))
    expect(await shownAs(client)).toMatchObject({
      waitingChanges: 3,
      waitingPhotos: 3,
      waitingSince: 1_790_000_000_000,
    })
    await client.sync([], { photos: { waiting: 0, bytes: 0 } })
    expect(await shownAs(client)).toMatchObject({
      waitingChanges: 0,
      waitingPhotos: 0,
      waitingSince: null,
    })
    // Figures that cannot be right cost nobody their work.
    const odd = [client.creation()]
    expect((await client.sync([], waiting(odd, 0))).push.results).toMatchObject([{ s: 'applied' }])
  })

  it('D2 is how it is, shown as said or as not said, and no change is decided by it', async () => {
    const [spoken, silent] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
    ]
    const clock = { wall: Date.now() - 400 * 86_400_000, zone: 'Asia/Urumqi' }
    const envelope = spoken.creation()
    const { push } = await spoken.sync(
      [],
      waiting([envelope], 1, {
        app: '9.9.9',
        clock,
        phone: { persisted: null, installed: true, unreadable: 4 },
      }),
    )
    expect(push.results).toMatchObject([{ s: 'applied' }])
    const { says } = await shownAs(spoken)
    expect(says).toMatchObject({
      app: '9.9.9',
      isPersisted: null,
      isInstalled: true,
      unreadable: 4,
    })
    expect(Math.round(says!.clockOffMs / 86_400_000)).toBe(-400)
    const row = await world.deps.storage.read((tx) => tx.row('report', envelope['row'] as string))
    expect(row!.f['receivedAt']).toBe(push.receivedAt)
    await silent.sync()
    expect((await shownAs(silent)).says).toMatchObject({
      app: 'test',
      isPersisted: null,
      isInstalled: null,
      unreadable: null,
    })
  })

  it('D3 is answered with the server’s clock', async () => {
    const client = await aProtocolClient(world, 'worker')
    const before = Date.now()
    const { time } = await client.sync([], { clock: { wall: 0, zone: 'UTC' } })
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThanOrEqual(Date.now())
  })

  it('D4 may name another epoch or first number than there is: the answer tells the right one', async () => {
    const client = await aProtocolClient(world, 'worker')
    const envelope = client.creation()
    const { epoch, push } = await client.sync([], {
      epoch: 'epoch-of-old',
      push: { from: 77, waiting: 1, oldest: null, changes: [envelope] },
    })
    expect(epoch).toBe(await world.deps.storage.read((tx) => tx.epoch()))
    expect(push).toMatchObject({ last: 1, need: null, results: [{ n: 1, s: 'applied' }] })
  })
})

it('S12 each change has a result: applied with the row’s version, merged with the fields that went to history, or parked with its fault', async () => {
  const worker = await aProtocolClient(world, 'worker')
  const created = worker.creation({ note: 'first' })
  const row = created['row']
  const { results } = await worker.push(
    created,
    worker.patch(row, { set: { 'body.severity': 'major' } }),
    worker.patch(row, { base: { 'body.severity': 1 }, set: { 'body.severity': 'critical' } }),
    worker.patch(uuid(), { set: { note: 'of no row' } }),
  )
  expect(results).toEqual([
    { n: 1, s: 'applied', rowV: 1 },
    { n: 2, s: 'applied', rowV: 2 },
    { n: 3, s: 'merged', rowV: 3, over: ['body.severity'] },
    { n: 4, s: 'parked', fault: { code: 'unknownReport' } },
  ])
})
