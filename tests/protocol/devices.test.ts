import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DevicesAnswer } from '#protocol/memberMessages.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import { aWire, type Frame, uuid, type Wire } from '../aWire.ts'
import { anEndpoint, type World } from '../world.ts'

let world: World
let desk: Wire
beforeAll(async () => {
  world = await anEndpoint()
  desk = await aWire(world, 'supervisor')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const shownAs = async (wire: Wire): Promise<DevicesAnswer['devices'][number]> => {
  const { devices } = (await (
    await desk.call('GET', '/api/members/devices')
  ).json()) as DevicesAnswer
  return devices.find(({ id }) => id === wire.device.id)!
}
const waiting = (
  changes: Frame[],
  waits: number,
  more: Partial<SyncRequest> = {},
): Partial<SyncRequest> => ({
  push: { from: changes[0]?.n ?? 0, waiting: waits, oldest: 1_790_000_000_000, changes },
  ...more,
})

describe('what a phone says of itself', () => {
  it('D1 is what waits on it, less what this call has settled, and nothing is refused for it', async () => {
    const wire = await aWire(world, 'worker')
    const frames = [wire.creation(), wire.creation()]
    await wire.sync([], waiting(frames, 5, { photos: { waiting: 3, bytes: 900_000 } }))
    expect(await shownAs(wire)).toMatchObject({
      waitingChanges: 3,
      waitingPhotos: 3,
      waitingSince: 1_790_000_000_000,
    })
    await wire.sync([], { photos: { waiting: 0, bytes: 0 } })
    expect(await shownAs(wire)).toMatchObject({
      waitingChanges: 0,
      waitingPhotos: 0,
      waitingSince: null,
    })
    // Figures that cannot be right cost nobody their work.
    const odd = [wire.creation()]
    expect((await wire.sync([], waiting(odd, 0))).push.results).toMatchObject([{ s: 'applied' }])
  })

  it('D2 is how it is, shown as said or as not said, and no change is decided by it', async () => {
    const [spoken, silent] = [await aWire(world, 'worker'), await aWire(world, 'worker')]
    const clock = { wall: Date.now() - 400 * 86_400_000, zone: 'Asia/Urumqi' }
    const frame = spoken.creation()
    const { push } = await spoken.sync(
      [],
      waiting([frame], 1, {
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
    const row = await world.deps.storage.read((tx) => tx.row('report', frame['row'] as string))
    expect(row!.f['receivedAt']).toBe(push.receivedAt)
    await silent.sync()
    expect((await shownAs(silent)).says).toMatchObject({
      app: 'test',
      isPersisted: null,
      isInstalled: null,
      unreadable: null,
    })
  })

  it('D3 is answered with the endpoint’s clock', async () => {
    const wire = await aWire(world, 'worker')
    const before = Date.now()
    const { time } = await wire.sync([], { clock: { wall: 0, zone: 'UTC' } })
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThanOrEqual(Date.now())
  })

  it('D4 may name another epoch or first number than there is: the answer tells the right one', async () => {
    const wire = await aWire(world, 'worker')
    const frame = wire.creation()
    const { epoch, push } = await wire.sync([], {
      epoch: 'epoch-of-old',
      push: { from: 77, waiting: 1, oldest: null, changes: [frame] },
    })
    expect(epoch).toBe(await world.deps.storage.read((tx) => tx.epoch()))
    expect(push).toMatchObject({ last: 1, need: null, results: [{ n: 1, s: 'applied' }] })
  })
})

it('S12 each change has a result: applied with the row’s version, merged with the fields that went to history, or parked with its fault', async () => {
  const worker = await aWire(world, 'worker')
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
