import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentSchema } from '#domain/change.ts'
import { reportLimits } from '#domain/report.ts'
import { aWire, type Frame, uuid, type Wire } from '../aWire.ts'
import { anEndpoint, aPhone, cast, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await anEndpoint()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const lastOf = async (wire: Wire): Promise<number | undefined> =>
  (await world.deps.storage.read((tx) => tx.stream(wire.install as never)))?.last
const rowOf = (id: unknown) => world.deps.storage.read((tx) => tx.row('report', id as string))

describe('the device credential', () => {
  it('S1 deposits without a session and learns only the fate of what it sent', async () => {
    const wire = await aWire(world, 'worker')
    wire.network.cookie = ''
    const answer = await wire.sync([wire.creation()], { pull: { cursors: {}, max: 100_000 } })
    expect(answer.push.results).toMatchObject([{ n: 1, s: 'applied' }])
    expect(answer.pull).toBeNull()
    expect((await wire.call('GET', `/api/photos/${'a'.repeat(64)}`)).status).toBe(401)
    expect((await wire.call('GET', '/api/hints')).status).toBe(401)
  })

  it('S1 with another member’s session reads nothing', async () => {
    const wire = await aWire(world, 'worker')
    wire.network.cookie = (await aWire(world, 'supervisor')).network.cookie
    expect(await wire.pull()).toBeNull()
  })
})

describe('the numbers of an install', () => {
  it('S2 the last one is kept with the effects, and falls with them', async () => {
    const wire = await aWire(world, 'worker')
    await wire.push(wire.creation(), wire.creation())
    expect(await lastOf(wire)).toBe(2)
    await expect(
      world.deps.storage.write(async (tx) => {
        await tx.setLast(wire.install as never, 9)
        throw new Error('power cut')
      }),
    ).rejects.toThrow('power cut')
    expect(await lastOf(wire)).toBe(2)
  })

  it('S3 the same number with the same content brings back the stored result', async () => {
    const wire = await aWire(world, 'worker')
    const [good, bad] = [wire.creation(), wire.creation({ gridId: 'g-nowhere' as never })]
    const first = await wire.push(good, bad)
    const again = await wire.push(good, bad)
    expect(again.results).toEqual(first.results.map((result) => ({ ...result, again: 1 })))
    expect(again.last).toBe(2)
  })

  it('S3 the same number with other content is a fork, and changes nothing', async () => {
    const wire = await aWire(world, 'worker')
    const first = wire.creation()
    await wire.push(first)
    const other: Frame = Object.assign(wire.creation(), { n: 1 })
    expect(await wire.push(other)).toMatchObject({ fork: true, results: [] })
    expect(await rowOf(other.row)).toBeUndefined()
  })

  it('S3 the same number from another device is a fork', async () => {
    const wire = await aWire(world, 'worker')
    await wire.push(wire.creation())
    const copy = await aWire(world, 'worker')
    copy.install = wire.install
    expect(await copy.push(copy.creation())).toMatchObject({ fork: true, results: [] })
  })

  it('S3 a restored phone takes a new install and sends everything, once', async () => {
    const phone = await aPhone(world, 'worker')
    const stale = { ...(await phone.person.capture.meta.get('install')) }
    await phone.report({ note: 'before the backup' })
    await phone.sync()
    // The backup is older than this report: after the restore its number is used again.
    const wire = await aWire(world, 'worker', { device: phone.person.device })
    wire.install = stale.value as string
    wire.frame({})
    await wire.push(wire.creation())
    const id = await phone.report({ note: 'after the restore' })
    expect((await phone.sync()).ok).toBe(true)
    expect((await phone.view(id)).receipt.state).toBe('received')
    expect((await phone.person.capture.meta.get('install'))?.value).not.toBe(stale.value)
    const fates = (await phone.person.capture.outbox.toArray()).map((entry) => [
      entry.change.set?.note,
      entry.fate,
    ])
    expect(fates).toEqual([
      ['before the backup', 'applied'],
      ['after the restore', 'applied'],
    ])
  })

  it('S4 a gap applies nothing and names the first missing number', async () => {
    const wire = await aWire(world, 'worker')
    const [one, two, three] = [wire.creation(), wire.creation(), wire.creation()]
    expect(await wire.push(two, three)).toMatchObject({ last: 0, need: 1, results: [] })
    expect(await wire.push(one, three)).toMatchObject({ last: 1, need: 2 })
    expect(await wire.push(one, two, three)).toMatchObject({ last: 3, need: null })
  })

  it('S4 what is lost is recorded and passed over', async () => {
    const wire = await aWire(world, 'worker')
    wire.frame({})
    wire.frame({})
    const { push } = await wire.sync([wire.creation()], { lost: [[1, 2]] })
    expect(push).toMatchObject({ last: 3, need: null, results: [{ n: 3, s: 'applied' }] })
    const lost = await world.driver.read((session) =>
      session.all('SELECT from_n, to_n FROM lost WHERE install = ?', [wire.install]),
    )
    expect(lost).toEqual([{ from_n: 1, to_n: 2 }])
  })

  it('S4 what was called lost and turns up after all is taken in late', async () => {
    const wire = await aWire(world, 'worker')
    const [found, next] = [wire.creation(), wire.creation()]
    await wire.sync([next], { lost: [[1, 1]] })
    expect(await wire.push(found)).toMatchObject({ last: 2, results: [{ n: 1, s: 'applied' }] })
    expect(await wire.push(found)).toMatchObject({
      last: 2,
      results: [{ n: 1, s: 'applied', again: 1 }],
    })
  })

  it('S4 a phone whose first changes are gone says so and goes on', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report()
    await phone.report()
    const id = await phone.report()
    await phone.person.capture.outbox.bulkDelete([1, 2])
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 1 } })
    expect((await phone.view(id)).receipt.state).toBe('received')
  })
})

describe('a change', () => {
  it('S5 is applied once, under whatever install and number it comes', async () => {
    const wire = await aWire(world, 'worker')
    const [created, parked] = [wire.creation(), wire.creation({ placeId: 'p-none' as never })]
    await wire.push(created, parked)
    wire.install = uuid()
    const { results } = await wire.push({ ...parked, n: 1 }, { ...created, n: 2 })
    expect(results).toMatchObject([
      { n: 1, s: 'parked', again: 1 },
      { n: 2, s: 'applied', again: 1 },
    ])
    expect((await rowOf(created.row))?.v).toBe(1)
  })

  it('S5 whose bare frame came first is decided once, under however many installs its content comes', async () => {
    const [wire, desk] = [await aWire(world, 'worker'), await aWire(world, 'supervisor')]
    const report = wire.creation()
    await wire.push(report)
    const graded = wire.patch(report.row, {
      set: { 'body.severity': 'critical' },
      base: { 'body.severity': 1 },
    })
    const fates: unknown[] = (await wire.push({ id: graded.id, n: graded.n })).results
    for (const round of [1, 2]) {
      wire.install = uuid()
      fates.push(...(await wire.push({ ...graded, n: 1 })).results)
      if (round === 1)
        await desk.push(
          desk.patch(report.row, {
            set: { 'body.severity': 'major' },
            base: { 'body.severity': 2 },
          }),
        )
    }
    expect(fates).toMatchObject([
      { s: 'parked', fault: { code: 'heldBack' } },
      { s: 'applied', rowV: 2 },
      { s: 'applied', rowV: 2, again: 1 },
    ])
    expect((await rowOf(report.row))?.f.body).toMatchObject({ severity: 'major' })
  })

  it('S5 that is in answers for its bare frame, under the same number and under another', async () => {
    const wire = await aWire(world, 'worker')
    const [good, bad] = [wire.creation(), wire.creation({ gridId: 'g-nowhere' as never })]
    await wire.push(good, bad)
    const bare = [good, bad].map(({ id, n }) => ({ id, n }))
    const expected = [
      { n: 1, s: 'applied', rowV: 1, again: 1 },
      { n: 2, s: 'parked', fault: { code: 'unknownGrid' }, again: 1 },
    ]
    expect(await wire.push(...bare)).toMatchObject({ fork: false, last: 2, results: expected })
    wire.install = uuid()
    expect((await wire.push(...bare)).results).toEqual(expected)
    const cases = (await world.deps.storage.read((tx) => tx.rows('case'))).filter((row) =>
      [good.id, bad.id].includes(row.f.changeId as string),
    )
    expect(cases).toHaveLength(1)
  })

  it('S5 saved on two copies of a phone, each at its own moment, is one change', async () => {
    const wire = await aWire(world, 'worker')
    const report = wire.creation()
    const withdrawn = wire.step(report.row, 'withdraw', 'reported', 'withdrawn', {
      comment: 'twice',
    })
    await wire.push(report, withdrawn)
    wire.install = uuid()
    const at = Date.now() + 60_000
    const later = [
      { ...report, n: 1, at },
      { ...withdrawn, n: 2, at, step: { ...(withdrawn.step as object), at } },
    ]
    expect((await wire.push(...later)).results).toMatchObject([
      { n: 1, s: 'applied', again: 1 },
      { n: 2, s: 'applied', again: 1 },
    ])
    expect((await rowOf(report.row))?.f.steps).toHaveLength(1)
    const cases = (await world.deps.storage.read((tx) => tx.rows('case'))).filter((row) =>
      [report.id, withdrawn.id].includes(row.f.changeId as never),
    )
    expect(cases).toHaveLength(0)
  })

  it('S5 met again with other content is parked with that content, however its first content ended', async () => {
    const wire = await aWire(world, 'worker')
    const first = wire.creation({ note: 'first' })
    await wire.push(first)
    const other = { ...first, set: { ...(first.set as object), note: 'other' } }
    for (const _round of [1, 2]) {
      wire.install = uuid()
      expect((await wire.push({ ...other, n: 1 })).results).toMatchObject([
        { s: 'parked', fault: { code: 'idTaken' } },
      ])
    }
    const cases = (await world.deps.storage.read((tx) => tx.rows('case'))).filter(
      (row) => row.f.changeId === first.id,
    )
    expect(cases.map((row) => row.f)).toMatchObject([
      { standing: 'open', fault: { code: 'idTaken' }, content: { set: { note: 'other' } } },
    ])
    expect((await rowOf(first.row))?.f.note).toBe('first')
  })

  it('S6 that cannot be applied is stored whole, answered with its fault, and blocks nothing behind it', async () => {
    const wire = await aWire(world, 'worker')
    const wrong = wire.creation({
      position: { lat: 91, lon: 0, accuracyMetres: 5, source: 'gps', at: 1 },
      note: '别丢下我',
    })
    const { results } = await wire.push(wrong, wire.creation())
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
    const volunteer = await aWire(world, 'volunteer')
    const answer = await volunteer.push(
      volunteer.creation({
        kind: 'visit',
        body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
      }),
    )
    expect(answer.results).toMatchObject([{ s: 'parked', fault: { code: 'notAllowed' } }])
  })

  it('S7 by somebody other than the device’s member is parked unread', async () => {
    const wire = await aWire(world, 'worker')
    const forged = wire.creation({ by: cast.supervisor.id }, { by: cast.supervisor.id })
    expect((await wire.push(forged)).results).toMatchObject([
      { s: 'parked', fault: { code: 'notYours' } },
    ])
    expect(await rowOf(forged.row)).toBeUndefined()
  })

  it('S8 above 64 KB is parked', async () => {
    const wire = await aWire(world, 'worker')
    const { results } = await wire.push(
      wire.creation({ extra: '长'.repeat(reportLimits.changeBytes / 3) }),
      wire.creation(),
    )
    expect(results).toMatchObject([{ s: 'parked', fault: { code: 'tooLarge' } }, { s: 'applied' }])
  })

  it('S8 that creates a known row again is again with the same content and parked with other', async () => {
    const wire = await aWire(world, 'worker')
    const first = wire.creation()
    const same = { ...first, n: wire.frame({}).n }
    const other = { ...wire.creation({ note: 'another' }), row: first.row }
    const { results } = await wire.push(first, same, other)
    expect(results).toMatchObject([
      { s: 'applied' },
      { s: 'applied', again: 1 },
      { s: 'parked', fault: { code: 'idTaken' } },
    ])
    expect((await rowOf(first.row))?.f.note).toBe('')
  })

  it('S9 comes in requests of at most 500, decided in order', async () => {
    const wire = await aWire(world, 'worker')
    const frames = Array.from({ length: 120 }, () => wire.creation())
    const { results, last } = await wire.push(...frames)
    expect(last).toBe(120)
    expect(results.map((result) => result.n)).toEqual(frames.map((frame) => frame.n))
    const tooMany = Array.from({ length: 501 }, () => wire.frame({}))
    expect(
      (await wire.call('POST', '/api/sync/1', JSON.stringify(wire.request(tooMany)))).status,
    ).toBe(400)
  })

  it('S10 of every released schema is accepted, of a higher one parked', async () => {
    const wire = await aWire(world, 'worker')
    const released = Array.from({ length: currentSchema }, (_, i) =>
      wire.creation({}, { schema: i + 1 }),
    )
    const { results } = await wire.push(
      ...released,
      wire.creation({}, { schema: currentSchema + 1 }),
    )
    expect(results.map((result) => result.fault?.code ?? result.s)).toEqual([
      ...released.map(() => 'applied'),
      'unknownSchema',
    ])
  })
})
