import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { createLedger } from '#server/ledger/ledger.ts'
import { type Allowance, allowances, type CallRates, callRates } from '#server/ledger/limits.ts'
import { createRateLimiter } from '#server/http/rateLimits.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aJpeg, aWorld, aPhone, type World } from '../../world.ts'

let world: World
let clock: number
const limitTo = (rates: Partial<CallRates>): void =>
  void (world.deps.limits = createRateLimiter(() => clock, { ...callRates, ...rates }))
const limitPhotosTo = (photos: Partial<Allowance>): void =>
  void (world.deps.ledger = createLedger({
    ...allowances,
    photos: { ...allowances.photos, ...photos },
  }))
beforeEach(async () => {
  clock = Date.now()
  world = await aWorld({ now: () => clock })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const call = async (client: ProtocolClient) => {
  const answer = await client.call('POST', '/api/sync/1', JSON.stringify(client.request()))
  return {
    status: answer.status,
    wait: answer.headers.get('Retry-After'),
    ...((await answer.json()) as { fault?: { code: string } }),
  }
}

describe('calls', () => {
  it('A5 above a device’s budget are told when to come again, and then go on', async () => {
    limitTo({ syncOfDevice: { burst: 3, perHour: 60 } })
    const [worker, other] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
    ]
    for (let i = 0; i < 3; i++) expect((await call(worker)).status).toBe(200)
    expect(await call(worker)).toMatchObject({
      status: 429,
      wait: '60',
      fault: { code: 'tooManyRequests' },
    })
    expect((await call(other)).status).toBe(200)
    clock += 61_000
    expect([(await call(worker)).status, (await call(worker)).status]).toEqual([200, 429])
  })

  it('of all phones of one member together have a budget, and others their own', async () => {
    limitTo({ syncOfMember: { burst: 3, perHour: 60 } })
    const [one, two, other] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
    ]
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await call(i % 2 ? one : two)).status)
    expect([...statuses, (await call(other)).status]).toEqual([200, 200, 200, 429, 429, 200])
  })

  it('of all devices together have a ceiling', async () => {
    limitTo({ syncOfAll: { burst: 4, perHour: 3600 } })
    const clients = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
    ]
    const statuses = []
    for (let i = 0; i < 6; i++) statuses.push((await call(clients[i % 2]!)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
  })

  it('of strangers count against nobody', async () => {
    limitTo({ syncOfAll: { burst: 1, perHour: 60 } })
    const worker = await aProtocolClient(world, 'worker')
    for (let i = 0; i < 5; i++)
      expect(
        (await worker.call('POST', '/api/sync/1', '{}', { Authorization: 'Device a.b' })).status,
      ).toBe(401)
    expect((await call(worker)).status).toBe(200)
  })

  it('that try invites are held back', async () => {
    limitTo({ enrolling: { burst: 2, perHour: 60 } })
    const worker = await aProtocolClient(world, 'worker')
    const statuses = []
    for (let i = 0; i < 2; i++)
      statuses.push(
        (
          await worker.call('POST', '/api/enrol', '{"secret":"x","label":"y"}', {
            'Content-Type': 'application/json',
          })
        ).status,
      )
    expect(statuses).toEqual([410, 429])
  })

  it('of a first sync of a month’s work stay within the budget of every device', async () => {
    limitTo({})
    const phone = await aPhone(world, 'worker')
    for (let i = 0; i < 1200; i++) await phone.report({ note: `第 ${i} 条` })
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 1200 } })
    expect(phone.network.calls.length).toBeLessThan(callRates.syncOfDevice.burst / 4)
  }, 60_000)
})

describe('photos', () => {
  it('above a day’s number stay on the phone and go out the next day; text is not held up', async () => {
    limitPhotosTo({ items: 2 })
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ photos: [await phone.photo(1), await phone.photo(2)] })
    expect(await phone.sync()).toMatchObject({
      ok: false,
      fault: { code: 'comeLater', detail: { what: 'photos', retryAfterSeconds: 900 } },
    })
    expect(await phone.session.capture.photo.where('state').equals('waiting').count()).toBe(2)
    expect(await world.deps.storage.read((tx) => tx.row('report', id))).toBeDefined()
    clock += 86_400_000
    expect(await phone.sync()).toMatchObject({ ok: true })
    expect(await phone.session.capture.photo.where('state').equals('waiting').count()).toBe(0)
  })

  it('above a day’s bytes wait, of all phones of a member, small and large ones alike', async () => {
    const [worker, same, other] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
    ]
    const put = async (client: ProtocolClient, seed: number): Promise<number> => {
      const bytes = aJpeg(seed, 10_000)
      return (await client.call('PUT', `/api/photos/${await sha256(bytes)}`, bytes)).status
    }
    const offer = async (client: ProtocolClient): Promise<number> =>
      (
        await client.call(
          'POST',
          '/api/photos',
          JSON.stringify({ hash: 'a'.repeat(64), bytes: 90_000 }),
        )
      ).status
    limitPhotosTo({ bytes: 25_000 })
    expect([
      await put(worker, 1),
      await put(worker, 2),
      await put(same, 3),
      await offer(worker),
      await put(other, 4),
    ]).toEqual([200, 200, 429, 429, 200])
  })

  it('that are here already are answered at any time', async () => {
    limitPhotosTo({ items: 1 })
    const worker = await aProtocolClient(world, 'worker')
    const bytes = aJpeg(9, 900)
    const hash = await sha256(bytes)
    await worker.call('PUT', `/api/photos/${hash}`, bytes)
    const answer = await worker.call('POST', '/api/photos', JSON.stringify({ hash, bytes: 900 }))
    expect(await answer.json()).toMatchObject({ state: 'have' })
  })
})
