import { nextVersion } from '#domain/row.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeIncident, listDevices, listIncidents, revokeDevice } from '#client/http/desk.ts'
import type { DeviceId } from '#domain/ids.ts'
import type { IncidentSchema } from '#protocol/incidentMessages.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, aPhone, cast, type Phone, type World } from '../../world.ts'

let world: World
let desk: Phone
let client: ProtocolClient
beforeEach(async () => {
  world = await aWorld()
  desk = await aPhone(world, 'supervisor')
  client = await aProtocolClient(world, 'worker')
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const seenBy = async (phone: Phone): Promise<IncidentSchema[]> => {
  const answer = await listIncidents(phone.network)
  if (!answer.ok) throw new Error(answer.fault.code)
  return answer.value.incidents
}
const close = (phone: Phone, id: string, note: unknown) =>
  closeIncident(phone.network, id, note as string)
const revoke = (id: string) => revokeDevice(desk.network, id)
const waits = (changes: number, photos: number, more = {}) =>
  client.sync([], {
    push: { from: 0, waiting: changes, oldest: changes ? 1_790_000_000_000 : null, changes: [] },
    photos: { waiting: photos, bytes: photos },
    ...more,
  })

describe('an incident', () => {
  it('I1 tells of a device that is revoked while something waits on it, with what and since when', async () => {
    await waits(7, 2)
    await revoke(client.device.id)
    expect(await seenBy(desk)).toMatchObject([
      {
        type: 'unsentLeft',
        memberId: cast.worker.id,
        deviceId: client.device.id,
        deviceLabel: 'a protocol client',
        closedAt: null,
        detail: { why: 'revoked', changes: 7, photos: 2, since: 1_790_000_000_000 },
      },
    ])
  })

  it('I1 is none where nothing waits', async () => {
    await waits(0, 0)
    await revoke(client.device.id)
    await aProtocolClient(world, 'worker')
    expect(await seenBy(desk)).toEqual([])
  })

  it('I1 tells of a member who comes back on a new device while the old one held something', async () => {
    await waits(7, 0)
    await aProtocolClient(world, 'worker')
    expect(await seenBy(desk)).toMatchObject([
      { type: 'unsentLeft', deviceId: client.device.id, detail: { why: 'replaced', changes: 7 } },
    ])
    await aProtocolClient(world, 'neighbour')
    expect(await seenBy(desk)).toHaveLength(1)
  })

  it('I1 tells of numbers that a phone has lost', async () => {
    await client.push(client.creation())
    await client.sync([{ ...client.creation(), n: 5 }], { lost: [[2, 4]] })
    expect(await seenBy(desk)).toMatchObject([
      { type: 'lostRange', detail: { from: 2, to: 4, count: 3 } },
    ])
  })

  it('I1 tells of photos a phone cannot read any more', async () => {
    await waits(0, 0, { phone: { persisted: true, installed: true, unreadable: 2 } })
    expect(await seenBy(desk)).toMatchObject([{ type: 'photoUnreadable', detail: { count: 2 } }])
    await waits(0, 0, { phone: { persisted: true, installed: true, unreadable: 3 } })
    expect(await seenBy(desk)).toMatchObject([{ detail: { count: 3 } }])
    await waits(0, 0, { phone: { persisted: true, installed: true, unreadable: 0 } })
    expect((await seenBy(desk)).map((each) => each.closedAt === null)).toEqual([false])
  })

  it('I1 is for the supervisors of the member’s grids alone', async () => {
    await waits(1, 0)
    await aProtocolClient(world, 'worker')
    await world.deps.storage.write(async (tx) => {
      await tx.lockScopes(['org' as never])
      const row = (await tx.row('member', cast.colleague.id))!
      await tx.putRow(nextVersion(row, { ...row.f, gridIds: ['g-2'] }), ['org' as never])
    })
    const elsewhere = await aPhone(world, 'colleague')
    expect(await seenBy(elsewhere)).toEqual([])
    const [incident] = await seenBy(desk)
    expect(await close(elsewhere, incident!.id, '不是我的')).toMatchObject({
      ok: false,
      fault: { code: 'notAllowed' },
    })
    const worker = await aPhone(world, 'volunteer')
    expect(await listIncidents(worker.network)).toMatchObject({
      ok: false,
      fault: { code: 'notAllowed' },
    })
    const stranger = {
      ...desk.network,
      send: (path: string, init: RequestInit) =>
        world.fetch(new Request(`http://localhost:8787${path}`, init)),
    }
    expect(await listIncidents(stranger)).toMatchObject({
      ok: false,
      fault: { code: 'signedOut' },
    })
    // Where nobody can be named, only who sees to the whole tree is told.
    await world.deps.storage.write((tx) =>
      tx.recordIncident(
        {
          type: 'photoRotten',
          subject: 'f'.repeat(64),
          deviceId: null,
          memberId: null,
          detail: {},
        },
        Date.now(),
      ),
    )
    expect(await seenBy(elsewhere)).toEqual([])
    expect((await seenBy(desk)).map((each) => each.type)).toContain('photoRotten')
  })

  it('I2 closes by itself when the old device syncs after all', async () => {
    await waits(7, 0)
    await aProtocolClient(world, 'worker')
    await waits(3, 0)
    expect((await seenBy(desk))[0]).toMatchObject({ closedAt: null })
    await waits(0, 0)
    expect((await seenBy(desk))[0]).toMatchObject({
      closedAt: expect.any(Number) as number,
      closedBy: null,
      note: null,
    })
  })

  it('I2 closes by itself when every lost number has come in late', async () => {
    await client.push(client.creation())
    const late = [client.creation(), client.creation()]
    await client.sync([{ ...client.creation(), n: 4 }], { lost: [[2, 3]] })
    await client.push(late[0]!)
    expect((await seenBy(desk))[0]).toMatchObject({ closedAt: null })
    await client.push(late[1]!)
    expect((await seenBy(desk))[0]).toMatchObject({
      closedAt: expect.any(Number) as number,
      closedBy: null,
    })
  })

  it('I2 is closed by a supervisor once, with how', async () => {
    await waits(7, 0)
    await revoke(client.device.id)
    const [{ id }] = (await seenBy(desk)) as [IncidentSchema]
    for (const note of ['', '   ', 5, 'x'.repeat(501)])
      expect(await close(desk, id, note)).toMatchObject({ ok: false, fault: { code: 'malformed' } })
    expect((await close(desk, id, ' 手机摔坏，已当面补录 ')).ok).toBe(true)
    const colleague = await aPhone(world, 'colleague')
    expect(await close(colleague, id, '再来一次')).toMatchObject({
      ok: false,
      fault: { code: 'changedMeanwhile' },
    })
    expect(await seenBy(colleague)).toMatchObject([
      { id, closedBy: cast.supervisor.id, note: '手机摔坏，已当面补录' },
    ])
    // The same may happen again: that is another incident.
    await world.deps.storage.write((tx) =>
      tx.recordIncident(
        {
          type: 'unsentLeft',
          subject: client.device.id,
          deviceId: client.device.id as DeviceId,
          memberId: cast.worker.id,
          detail: {},
        },
        Date.now(),
      ),
    )
    expect((await seenBy(desk)).map((each) => each.closedAt === null)).toEqual([true, false])
  })
})

it('a device shows what its app said of itself', async () => {
  await waits(1, 0, {
    app: '2.0.0',
    clock: { wall: Date.now() + 3 * 3_600_000, zone: 'Asia/Shanghai' },
    phone: { persisted: false, installed: true, unreadable: 0 },
  })
  const answer = await listDevices(desk.network)
  const device = (
    answer as { value: { devices: { id: string; says?: { clockOffMs: number } }[] } }
  ).value.devices.find((each) => each.id === client.device.id)!
  expect(device.says).toMatchObject({
    app: '2.0.0',
    isPersisted: false,
    isInstalled: true,
    unreadable: 0,
  })
  expect(Math.round(device.says!.clockOffMs / 3_600_000)).toBe(3)
})
