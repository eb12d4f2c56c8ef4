import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultCodes } from '#domain/fault.ts'
import { protocolLimits } from '#protocol/messages.ts'
import { aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { cutAnswer, loginPage, type WholeFault, wrongReq } from '../networkFault.ts'
import { aWorld, aPhone, type Phone, type World } from '../world.ts'

let world: World
let client: ProtocolClient
let worker: Phone
beforeAll(async () => {
  world = await aWorld()
  client = await aProtocolClient(world, 'worker')
  worker = await aPhone(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const everythingOn = async ({ session }: Phone): Promise<string> => {
  const { capture, cache } = session
  const tables = [capture.meta, capture.outbox, capture.photo, cache.row, cache.cursor]
  return JSON.stringify(await Promise.all(tables.map((table) => table.toArray())))
}

describe('an answer that is not ours', () => {
  const foreign: [string, WholeFault, string][] = [
    ['a sign-in page of the network', loginPage, 'notOurAnswer'],
    ['an answer cut short', cutAnswer, 'notOurAnswer'],
    ['the answer to another request', wrongReq, 'notOurAnswer'],
    ['no answer', 'dropAnswer', 'offline'],
    ['a broken call', 'dropRequest', 'offline'],
    ['a bad gateway', { status: 502, body: '<h1>502</h1>' }, 'notOurAnswer'],
    ['somebody else’s 401', { status: 401, body: '{"error":"login"}' }, 'notOurAnswer'],
    ['somebody else’s 404', { status: 404, body: 'not found' }, 'notOurAnswer'],
    ['an empty 200', { status: 200, body: '' }, 'notOurAnswer'],
    ['JSON of another kind', { status: 200, body: '{"v":1,"ok":true}' }, 'notOurAnswer'],
    ['the future', { status: 200, body: '{"v":2}' }, 'notOurAnswer'],
  ]
  it.each(foreign)('A1 %s leaves the phone as it was', async (_name, fault, code) => {
    await worker.report()
    const before = await everythingOn(worker)
    worker.network.next(/sync/, fault)
    expect(await worker.sync()).toMatchObject({ ok: false, fault: { code } })
    expect(await everythingOn(worker)).toBe(before)
    expect((await worker.sync()).ok).toBe(true)
  })

  it('A1 doubles nothing when the answer was lost after the work was done', async () => {
    const id = await worker.report()
    worker.network.next(/sync/, 'dropAnswer')
    await worker.sync()
    worker.network.next(/sync/, 'deliverTwice')
    await worker.sync()
    const rows = await world.driver.read((session) =>
      session.all<{ v: number }>('SELECT v FROM row_state WHERE id = ?', [id]),
    )
    expect(rows).toEqual([{ v: 1 }])
    expect((await worker.view(id)).receipt.state).toBe('received')
  })
})

describe('a status', () => {
  const faultOf = async (answer: Response): Promise<[number, string]> => [
    answer.status,
    ((await answer.json()) as { fault: { code: string } }).fault.code,
  ]

  it('A2 200 stands for everything decided, parked changes included', async () => {
    const { results } = await client.push(client.creation({ kind: 'unheard' }), client.creation())
    expect(results.map((result) => result.s)).toEqual(['parked', 'applied'])
  })

  it('A2 400 is malformed, 401 an unknown device, 404 no such path, 413 too large', async () => {
    expect(await faultOf(await client.call('POST', '/api/sync/1', '{'))).toEqual([400, 'malformed'])
    expect(
      await faultOf(
        await client.call('POST', '/api/sync/1', '{}', { Authorization: 'Device nobody.nothing' }),
      ),
    ).toEqual([401, 'unknownDevice'])
    expect(await faultOf(await client.call('POST', '/api/sync/2', '{}'))).toEqual([
      404,
      'unknownPath',
    ])
    expect(
      await faultOf(
        await client.call('POST', '/api/sync/1', ' '.repeat(protocolLimits.requestBytes + 1)),
      ),
    ).toEqual([413, 'tooLarge'])
  })

  it('A2 413 makes the phone halve its batch until it passes', async () => {
    for (let i = 0; i < 8; i++) await worker.report({ note: `nr ${i}` })
    worker.network.next(/sync/, { status: 413, body: '<h1>too large</h1>' })
    worker.network.next(/sync/, {
      status: 413,
      body: JSON.stringify({ v: 1, fault: { code: 'tooLarge' } }),
    })
    expect(await worker.sync()).toMatchObject({ ok: true, value: { pushed: 8 } })
  })

  it.each([
    [429, 'tooManyRequests'],
    [503, 'serverBusy'],
  ])('A2 %i tells the phone how long to wait', async (status, code) => {
    const id = await worker.report()
    worker.network.next(/sync/, {
      status,
      body: JSON.stringify({ v: 1, fault: { code } }),
      headers: { 'Retry-After': '7' },
    })
    expect(await worker.sync()).toEqual({
      ok: false,
      fault: { code, detail: { retryAfterSeconds: 7 } },
    })
    expect((await worker.view(id)).receipt.state).toBe('onPhone')
    await worker.sync()
  })

  it('A3 every refusal is a version, a fault and a code of the list', async () => {
    const calls = [
      client.call('POST', '/api/sync/1', 'x'),
      client.call('DELETE', '/api/sync/1'),
      client.call('GET', '/api/nowhere'),
      client.call('PUT', '/api/photos/zz', 'x'),
      client.call('GET', '/api/photos/zz'),
      client.call('PATCH', `/api/photos/uploads/${'0'.repeat(32)}`, new ArrayBuffer(3)),
      client.call('PROPFIND', '/elsewhere'),
      client.call('POST', '/api/enrol', '[]', { 'Content-Type': 'application/json' }),
    ]
    for (const answer of await Promise.all(calls)) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      const refusal = (await answer.json()) as { v: number; fault: { code: string } }
      expect(refusal.v).toBe(1)
      expect(faultCodes).toContain(refusal.fault.code)
    }
  })
})

describe('a zipped body', () => {
  it('A4 is understood', async () => {
    const answer = await client.zipped(JSON.stringify(client.request([], { req: uuid() })))
    expect(answer.status).toBe(200)
  })

  it('A4 that grows beyond forty times or 2 MB is refused', async () => {
    expect((await client.zipped(' '.repeat(200_000))).status).toBe(413)
    const noise = Array.from({ length: 60_000 }, () => Math.random().toString(36))
      .join(' ')
      .padEnd(2_100_000, 'gridwalk ')
    expect((await client.zipped(noise)).status).toBe(413)
  })

  it('A4 that is no gzip is malformed', async () => {
    expect(
      (await client.call('POST', '/api/sync/1', '{}', { 'Content-Encoding': 'gzip' })).status,
    ).toBe(400)
  })
})
