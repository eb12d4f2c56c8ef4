import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminChain } from '#server/storage/port/audit.ts'
import { aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const json = { 'Content-Type': 'application/json' }
const post = async (
  client: ProtocolClient,
  path: string,
  body: unknown = {},
): Promise<[number, string | undefined]> => {
  const answer = await client.call('POST', path, JSON.stringify(body), json)
  return [answer.status, ((await answer.json()) as { fault?: { code: string } }).fault?.code]
}
const nothingLeft = { left: { changes: 0, photos: 0, drafts: 0 } }

describe('a wipe', () => {
  it('E4 is asked by who manages the member, once or more, and by nobody else', async () => {
    const [desk, worker, volunteer] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
    ]
    const path = `/api/devices/${volunteer.device.id}/wipe`
    expect(await post(worker, path)).toEqual([403, 'notAllowed'])
    expect(await post(volunteer, path)).toEqual([403, 'notAllowed'])
    expect((await volunteer.sync()) as object).not.toHaveProperty('order')
    expect([await post(desk, path), await post(desk, path)]).toEqual([
      [200, undefined],
      [200, undefined],
    ])
    expect(await post(desk, '/api/devices/d-unknown/wipe')).toEqual([403, 'notAllowed'])
  })

  it('E4 is told with each answer; the phone still hands in and is shown nothing', async () => {
    const [desk, worker] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'worker'),
    ]
    await post(desk, `/api/devices/${worker.device.id}/wipe`)
    const answer = await worker.sync([worker.creation()], { pull: { cursors: {}, max: 100_000 } })
    expect(answer).toMatchObject({
      order: 'wipe',
      pull: null,
      push: { results: [{ s: 'applied' }] },
    })
    expect((await worker.call('GET', '/api/hints')).status).toBe(401)
    const devices = (await (await desk.call('GET', '/api/members/devices')).json()) as {
      devices: { id: string; wipeAskedAt: number; wipedAt: null }[]
    }
    expect(devices.devices.find((each) => each.id === worker.device.id)).toMatchObject({
      wipeAskedAt: expect.any(Number) as number,
      wipedAt: null,
    })
  })

  it('E5 is confirmed by the phone alone, which is then revoked', async () => {
    const [desk, worker, other] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
    ]
    await post(desk, `/api/devices/${worker.device.id}/wipe`)
    expect(await post(other, '/api/devices/wiped', nothingLeft)).toEqual([403, 'notAllowed'])
    expect(
      await post(worker, '/api/devices/wiped', { left: { changes: -1, photos: 0, drafts: 0 } }),
    ).toEqual([400, 'malformed'])
    expect(
      await post(worker, '/api/devices/wiped', { left: { changes: 0, photos: 2, drafts: 1 } }),
    ).toEqual([200, undefined])
    expect(await post(worker, '/api/devices/wiped', nothingLeft)).toEqual([401, 'revokedDevice'])
    expect(await world.deps.storage.read((tx) => tx.wipe(worker.device.id as never))).toMatchObject(
      { done: { left: { photos: 2, drafts: 1 } } },
    )
    expect(await post(desk, `/api/devices/${worker.device.id}/wipe`)).toEqual([
      409,
      'changedMeanwhile',
    ])
  })

  it('E5 what the phone could not hand in is an incident and stands in the audit trail; where nothing was left there is none', async () => {
    const [desk, worker, other] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
    ]
    const left = { changes: 3, photos: 2, drafts: 1 }
    for (const [client, said] of [
      [worker, { left }],
      [other, nothingLeft],
    ] as const) {
      await post(desk, `/api/devices/${client.device.id}/wipe`)
      await post(client, '/api/devices/wiped', said)
    }
    const { incidents } = (await (await desk.call('GET', '/api/incidents')).json()) as {
      incidents: { type: string; deviceId: string }[]
    }
    const wiped = incidents.filter(
      (each) =>
        each.type === 'wipedUnsent' && [worker.device.id, other.device.id].includes(each.deviceId),
    )
    expect(wiped).toMatchObject([
      {
        deviceId: worker.device.id,
        memberId: worker.me,
        deviceLabel: 'a protocol client',
        detail: left,
        closedAt: null,
      },
    ])
    const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 1000))
    expect(
      links
        .filter((link) => link.device === worker.device.id)
        .map(({ action, detail }) => ({ action, detail }))
        .slice(-2),
    ).toMatchObject([{ action: 'wipeAsked' }, { action: 'deviceWiped', detail: { left } }])
  })
})

it('E3 a device that is revoked on one node is refused by the other from the next call on, and its session with it', async () => {
  const twin = await aWorld({ storageFile: `${world.folder}/gridwalk.db` })
  const [desk, worker] = [
    await aProtocolClient(world, 'supervisor'),
    await aProtocolClient(world, 'worker'),
  ]
  const there = await aProtocolClient(twin, 'worker', { device: worker.device })
  there.network.cookie = worker.network.cookie
  expect((await there.call('GET', '/api/hints')).status).toBe(200)
  await there.push(there.creation())
  await post(desk, `/api/devices/${worker.device.id}/revoke`)
  const refused = await there.call('POST', '/api/sync/1', JSON.stringify(there.request()))
  expect([refused.status, await refused.json()]).toMatchObject([
    401,
    { fault: { code: 'revokedDevice' } },
  ])
  expect((await there.call('GET', '/api/hints')).status).toBe(401)
  await twin.close()
})
