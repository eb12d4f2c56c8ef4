import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentSchema } from '#domain/change.ts'
import { reportLimits } from '#domain/report.ts'
import { aProtocolClient, type Envelope, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await aWorld()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const lastOf = async (client: ProtocolClient): Promise<number | undefined> =>
  (await world.deps.storage.read((tx) => tx.clientLog(client.install as never)))?.last
const rowOf = (id: unknown) => world.deps.storage.read((tx) => tx.row('report', id as string))

describe('the device credential', () => {
  it('S1 deposits without a session and learns only the outcome of what it sent', async () => {
    const client = await aProtocolClient(world, 'worker')
    client.network.cookie = ''
    const answer = await client.sync([client.creation()], { pull: { cursors: {}, max: 100_000 } })
    expect(answer.push.results).toMatchObject([{ n: 1, s: 'applied' }])
    expect(answer.pull).toBeNull()
    expect((await client.call('GET', `/api/photos/${'a'.repeat(64)}`)).status).toBe(401)
    expect((await client.call('GET', '/api/hints')).status).toBe(401)
  })

  it('S1 with another member’s session reads nothing', async () => {
    const client = await aProtocolClient(world, 'worker')
    client.network.cookie = (await aProtocolClient(world, 'supervisor')).network.cookie
    expect(await client.pull()).toBeNull()
  })
})

describe('the numbers of an install', () => {
  it('S2 the last one is kept with the effects, and falls with them', async () => {
    const client = await aProtocolClient(world, 'worker')
    await client.push(client.creation(), client.creation())
    expect(await lastOf(client)).toBe(2)
    await expect(
      world.deps.storage.write(async (tx) => {
        await tx.setLast(client.install as never, 9)
        throw new Error('power cut')
      }),
    ).rejects.toThrow('power cut')
    expect(await lastOf(client)).toBe(2)
  })

  it('S3 the same number with the same content brings back the stored result', async () => {
    const client = await aProtocolClient(world, 'worker')
    const [good, bad] = [client.creation(), client.creation({ gridId: 'g-nowhere' as never })]
    const first = await client.push(good, bad)
    const again = await client.push(good, bad)
    expect(again.results).toEqual(first.results.map((result) => ({ ...result, again: 1 })))
    expect(again.last).toBe(2)
  })

  it('S3 the same number with other content is a fork, and changes nothing', async () => {
    const client = await aProtocolClient(world, 'worker')
    const first = client.creation()
    await client.push(first)
    const other: Envelope = Object.assign(client.creation(), { n: 1 })
    expect(await client.push(other)).toMatchObject({ fork: true, results: [] })
    expect(await rowOf(other.row)).toBeUndefined()
  })

  it('S3 the same number from another device is a fork', async () => {
    const client = await aProtocolClient(world, 'worker')
    await client.push(client.creation())
    const copy = await aProtocolClient(world, 'worker')
    copy.install = client.install
    expect(await copy.push(copy.creation())).toMatchObject({ fork: true, results: [] })
  })

  it('S3 a restored phone takes a new install and sends everything, once', async () => {
    const phone = await aPhone(world, 'worker')
    const stale = { ...(await phone.session.capture.meta.get('install')) }
    await phone.report({ note: 'before the backup' })
    await phone.sync()
    // The backup is older than this report: after the restore its number is used again.
    const client = await aProtocolClient(world, 'worker', { device: phone.session.device })
    client.install = stale.value as string
    client.envelope({})
    await client.push(client.creation())
    const id = await phone.report({ note: 'after the restore' })
    expect((await phone.sync()).ok).toBe(true)
    expect((await phone.view(id)).receipt.state).toBe('received')
    expect((await phone.session.capture.meta.get('install'))?.value).not.toBe(stale.value)
    const outcomes = (await phone.session.capture.outbox.toArray()).map((entry) => [
      entry.change.set?.note,
      entry.fate,
    ])
    expect(outcomes).toEqual([
      ['before the backup', 'applied'],
      ['after the restore', 'applied'],
    ])
  })

  it('S4 a gap applies nothing and names the first missing number', async () => {
    const client = await aProtocolClient(world, 'worker')
    const [one, two, three] = [client.creation(), client.creation(), client.creation()]
    expect(await client.push(two, three)).toMatchObject({ last: 0, need: 1, results: [] })
    expect(await client.push(one, three)).toMatchObject({ last: 1, need: 2 })
    expect(await client.push(one, two, three)).toMatchObject({ last: 3, need: null })
  })

  it('S4 what is lost is recorded and passed over', async () => {
    const client = await aProtocolClient(world, 'worker')
    client.envelope({})
    client.envelope({})
    const { push } = await client.sync([client.creation()], { lost: [[1, 2]] })
    expect(push).toMatchObject({ last: 3, need: null, results: [{ n: 3, s: 'applied' }] })
    const lost = await world.driver.read((session) =>
      session.all('SELECT from_n, to_n FROM lost WHERE install = ?', [client.install]),
    )
    expect(lost).toEqual([{ from_n: 1, to_n: 2 }])
  })

  it('S4 what was called lost and turns up after all is taken in late', async () => {
    const client = await aProtocolClient(world, 'worker')
    const [found, next] = [client.creation(), client.creation()]
    await client.sync([next], { lost: [[1, 1]] })
    expect(await client.push(found)).toMatchObject({ last: 2, results: [{ n: 1, s: 'applied' }] })
    expect(await client.push(found)).toMatchObject({
      last: 2,
      results: [{ n: 1, s: 'applied', again: 1 }],
    })
  })

  it('S4 a phone whose first changes are gone says so and goes on', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report()
    await phone.report()
    const id = await phone.report()
    await phone.session.capture.outbox.bulkDelete([1, 2])
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 1 } })
    expect((await phone.view(id)).receipt.state).toBe('received')
  })
})

describe('a change', () => {
  it('S5 is applied once, under whatever install and number it comes', async () => {
    const client = await aProtocolClient(world, 'worker')
    const [created, parked] = [client.creation(), client.creation({ placeId: 'p-none' as never })]
    await client.push(created, parked)
    client.install = uuid()
    const { results } = await client.push({ ...parked, n: 1 }, { ...created, n: 2 })
    expect(results).toMatchObject([
      { n: 1, s: 'parked', again: 1 },
      { n: 2, s: 'applied', again: 1 },
    ])
    expect((await rowOf(created.row))?.v).toBe(1)
  })

  it('S5 whose bare envelope came first is decided once, under however many installs its content comes', async () => {
    const [client, desk] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'supervisor'),
    ]
    const report = client.creation()
    await client.push(report)
    const graded = client.patch(report.row, {
      set: { 'body.severity': 'critical' },
      base: { 'body.severity': 1 },
    })
    const outcomes: unknown[] = (await client.push({ id: graded.id, n: graded.n })).results
    for (const round of [1, 2]) {
      client.install = uuid()
      outcomes.push(...(await client.push({ ...graded, n: 1 })).results)
      if (round === 1)
        await desk.push(
          desk.patch(report.row, {
            set: { 'body.severity': 'major' },
            base: { 'body.severity': 2 },
          }),
        )
    }
    expect(outcomes).toMatchObject([
      { s: 'parked', fault: { code: 'heldBack' } },
      { s: 'applied', rowV: 2 },
      { s: 'applied', rowV: 2, again: 1 },
    ])
    expect((await rowOf(report.row))?.f.body).toMatchObject({ severity: 'major' })
  })

  it('S5 that is in answers for its bare envelope, under the same number and under another', async () => {
    const client = await aProtocolClient(world, 'worker')
    const [good, bad] = [client.creation(), client.creation({ gridId: 'g-nowhere' as never })]
    await client.push(good, bad)
    const bare = [good, bad].map(({ id, n }) => ({ id, n }))
    const expected = [
      { n: 1, s: 'applied', rowV: 1, again: 1 },
      { n: 2, s: 'parked', fault: { code: 'unknownGrid' }, again: 1 },
    ]
    expect(await client.push(...bare)).toMatchObject({ fork: false, last: 2, results: expected })
    client.install = uuid()
    expect((await client.push(...bare)).results).toEqual(expected)
    const conflicts = (await world.deps.storage.read((tx) => tx.rows('case'))).filter((row) =>
      [good.id, bad.id].includes(row.f.changeId as string),
    )
    expect(conflicts).toHaveLength(1)
  })

  it('S5 saved on two copies of a phone, each at its own moment, is one change', async () => {
    const client = await aProtocolClient(world, 'worker')
    const report = client.creation()
    const withdrawn = client.step(report.row, 'withdraw', 'reported', 'withdrawn', {
      comment: 'twice',
    })
    await client.push(report, withdrawn)
    client.install = uuid()
    const at = Date.now() + 60_000
    const later = [
      { ...report, n: 1, at },
      { ...withdrawn, n: 2, at, step: { ...(withdrawn.step as object), at } },
    ]
    expect((await client.push(...later)).results).toMatchObject([
      { n: 1, s: 'applied', again: 1 },
      { n: 2, s: 'applied', again: 1 },
    ])
    expect((await rowOf(report.row))?.f.steps).toHaveLength(1)
    const conflicts = (await world.deps.storage.read((tx) => tx.rows('case'))).filter((row) =>
      [report.id, withdrawn.id].includes(row.f.changeId as never),
    )
    expect(conflicts).toHaveLength(0)
  })

  it('S5 met again with other content is parked with that content, however its first content ended', async () => {
    const client = await aProtocolClient(world, 'worker')
    const first = client.creation({ note: 'first' })
    await client.push(first)
    const other = { ...first, set: { ...(first.set as object), note: 'other' } }
    for (const _round of [1, 2]) {
      client.install = uuid()
      expect((await client.push({ ...other, n: 1 })).results).toMatchObject([
        { s: 'parked', fault: { code: 'idTaken' } },
      ])
    }
    const conflicts = (await world.deps.storage.read((tx) => tx.rows('case'))).filter(
      (row) => row.f.changeId === first.id,
    )
    expect(conflicts.map((row) => row.f)).toMatchObject([
      { standing: 'open', fault: { code: 'idTaken' }, content: { set: { note: 'other' } } },
    ])
    expect((await rowOf(first.row))?.f.note).toBe('first')
  })

  it('S6 that cannot be applied is stored whole, answered with its fault, and blocks nothing behind it', async () => {
    const client = await aProtocolClient(world, 'worker')
    const wrong = client.creation({
      position: { lat: 91, lon: 0, accuracyMetres: 5, source: 'gps', at: 1 },
      note: '别丢下我',
    })
    const { results } = await client.push(wrong, client.creation())
    expect(results).toMatchObject([
      { s: 'parked', fault: { code: 'badPosition' } },
      { s: 'applied' },
    ])
    const [kept] = await world.driver.read((session) =>
      session.all<{ body: string }>('SELECT body FROM journal WHERE change_id = ?', [wrong.id]),
    )
    expect(JSON.parse(kept!.body)).toEqual(wrong)
  })

  it('S6 that is parked stays in its author’s sight, with the reason', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ gridId: 'g-nowhere' as never, note: 'kept' })
    await phone.sync()
    expect(await phone.view(id)).toMatchObject({
      report: { note: 'kept' },
      attention: { code: 'unknownGrid' },
      receipt: { state: 'attention' },
    })
  })

  it('S7 without the right to it is parked, not refused', async () => {
    const volunteer = await aProtocolClient(world, 'volunteer')
    const answer = await volunteer.push(
      volunteer.creation({
        kind: 'visit',
        body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
      }),
    )
    expect(answer.results).toMatchObject([{ s: 'parked', fault: { code: 'notAllowed' } }])
  })

  it('S7 by somebody other than the device’s member is parked unread', async () => {
    const client = await aProtocolClient(world, 'worker')
    const forged = client.creation({ by: cast.supervisor.id }, { by: cast.supervisor.id })
    expect((await client.push(forged)).results).toMatchObject([
      { s: 'parked', fault: { code: 'notYours' } },
    ])
    expect(await rowOf(forged.row)).toBeUndefined()
  })

  it('S8 above 64 KB is parked', async () => {
    const client = await aProtocolClient(world, 'worker')
    const { results } = await client.push(
      client.creation({ extra: '长'.repeat(reportLimits.changeBytes / 3) }),
      client.creation(),
    )
    expect(results).toMatchObject([{ s: 'parked', fault: { code: 'tooLarge' } }, { s: 'applied' }])
  })

  it('S8 that creates a known row again is again with the same content and parked with other', async () => {
    const client = await aProtocolClient(world, 'worker')
    const first = client.creation()
    const same = { ...first, n: client.envelope({}).n }
    const other = { ...client.creation({ note: 'another' }), row: first.row }
    const { results } = await client.push(first, same, other)
    expect(results).toMatchObject([
      { s: 'applied' },
      { s: 'applied', again: 1 },
      { s: 'parked', fault: { code: 'idTaken' } },
    ])
    expect((await rowOf(first.row))?.f.note).toBe('')
  })

  it('S9 comes in requests of at most 500, decided in order', async () => {
    const client = await aProtocolClient(world, 'worker')
    const envelopes = Array.from({ length: 120 }, () => client.creation())
    const { results, last } = await client.push(...envelopes)
    expect(last).toBe(120)
    expect(results.map((result) => result.n)).toEqual(envelopes.map((envelope) => envelope.n))
    const tooMany = Array.from({ length: 501 }, () => client.envelope({}))
    expect(
      (await client.call('POST', '/api/sync/1', JSON.stringify(client.request(tooMany)))).status,
    ).toBe(400)
  })

  it('M10 a position may be an average, and a pin keep what was measured; nothing else is taken', async () => {
    const client = await aProtocolClient(world, 'worker')
    const gps = { lat: 30.5901, lon: 114.3101, accuracyMetres: 9, source: 'gps', at: 5 }
    const average = { ...gps, source: 'average', fixes: 7 }
    const pin = { ...gps, accuracyMetres: null, source: 'pin' }
    const positions = [
      average,
      { ...pin, raw: average },
      { ...average, fixes: 0 },
      { ...average, fixes: 2.5 },
      { ...pin, raw: { ...gps, lat: 91 } },
      { ...pin, raw: { ...pin, raw: gps } },
      { ...pin, raw: null },
      { ...gps, source: 'guess' },
    ]
    const { results } = await client.push(
      ...positions.map((position) =>
        client.creation({ position: position as never }, { schema: 3 }),
      ),
    )
    expect(results.map(({ fault, s }) => fault?.code ?? s)).toEqual([
      ...['applied', 'applied'],
      ...Array<string>(6).fill('invalidFields'),
    ])
  })

  it('S10 of every released schema is accepted, of a higher one parked', async () => {
    const client = await aProtocolClient(world, 'worker')
    const released = Array.from({ length: currentSchema }, (_, i) =>
      client.creation({}, { schema: i + 1 }),
    )
    const { results } = await client.push(
      ...released,
      client.creation({}, { schema: currentSchema + 1 }),
    )
    expect(results.map((result) => result.fault?.code ?? result.s)).toEqual([
      ...released.map(() => 'applied'),
      'unknownSchema',
    ])
  })
})
