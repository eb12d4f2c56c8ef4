import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, cast, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let desk: ProtocolClient
let colleague: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
  desk = await aProtocolClient(world, 'supervisor')
  colleague = await aProtocolClient(world, 'colleague')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const created = async (report: Partial<Report> = {}): Promise<string> => {
  const envelope = worker.creation(report)
  await worker.push(envelope)
  return envelope.row as string
}
const rowOf = async (id: string) => (await world.deps.storage.read((tx) => tx.row('report', id)))!
const reportOf = async (id: string): Promise<Report> => (await rowOf(id)).f
const aPhotoRef = (digit: string) => ({
  hash: digit.repeat(64),
  bytes: 1000,
  width: 8,
  height: 8,
  role: 'near',
  takenAt: 1,
  thumb: { hash: `${digit}f`.repeat(32), bytes: 10 },
})

describe('a row', () => {
  it('M1 has a version, and each field that of its last change', async () => {
    const id = await created()
    await worker.push(
      worker.patch(id, { set: { note: 'a' } }),
      worker.patch(id, { set: { placeId: 'p-1' } }),
      worker.patch(id, { set: { note: 'b' } }),
    )
    expect(await rowOf(id)).toMatchObject({ v: 4, fv: { note: 4, placeId: 3 } })
  })

  it('M1 a patch whose base is what stands there merges nothing', async () => {
    const id = await created()
    await worker.push(worker.patch(id, { set: { 'body.severity': 'major' } }))
    const { results } = await desk.push(
      desk.patch(id, { base: { 'body.severity': 2 }, set: { 'body.severity': 'critical' } }),
    )
    expect(results).toMatchObject([{ s: 'applied', rowV: 3 }])
  })

  it('M2 the later arrival stands, the unseen value goes to history and the author is told', async () => {
    const id = await created()
    const late = worker.patch(id, {
      base: { 'body.severity': 1 },
      set: { 'body.severity': 'critical' },
      at: 1,
    })
    await desk.push(
      desk.patch(id, { base: { 'body.severity': 1 }, set: { 'body.severity': 'major' } }),
    )
    expect((await worker.push(late)).results).toMatchObject([
      { s: 'merged', over: ['body.severity'] },
    ])
    expect((await reportOf(id)).body.severity).toBe('critical')
    const history = await world.driver.read((session) =>
      session.all('SELECT field, value FROM history WHERE change_id = ?', [late.id]),
    )
    expect(history).toEqual([{ field: 'body.severity', value: '"major"' }])
  })

  it('M2 the same value twice is no conflict', async () => {
    const id = await created()
    await desk.push(desk.patch(id, { base: { 'body.tier': 1 }, set: { 'body.tier': 1 } }))
    expect(
      (await worker.push(worker.patch(id, { base: { 'body.tier': 1 }, set: { 'body.tier': 1 } })))
        .results,
    ).toMatchObject([{ s: 'applied' }])
  })

  it('M3 keeps both texts of a note', async () => {
    const id = await created({ note: 'first' })
    const [here, there] = [worker, await aProtocolClient(world, 'worker')]
    await here.push(here.patch(id, { base: { note: 1 }, set: { note: 'from the phone' } }))
    const { results } = await there.push(
      there.patch(id, { base: { note: 1 }, set: { note: 'from the tablet' } }),
    )
    expect(results).toMatchObject([{ s: 'merged', over: ['note'] }])
    const report = await reportOf(id)
    expect(report.note).toBe('from the tablet')
    expect(report.steps).toMatchObject([{ type: 'note', comment: 'from the phone' }])
  })

  it('M4 photos come and go by hash, whoever was first', async () => {
    const id = await created({ photos: [aPhotoRef('1'), aPhotoRef('2')] as never })
    const [here, there] = [worker, await aProtocolClient(world, 'worker')]
    await here.push(
      here.patch(id, { add: { photos: [aPhotoRef('3')] }, remove: { photos: ['1'.repeat(64)] } }),
    )
    await there.push(
      there.patch(id, {
        add: { photos: [aPhotoRef('3'), aPhotoRef('4')] },
        remove: { photos: ['1'.repeat(64)] },
      }),
    )
    expect((await reportOf(id)).photos.map((photo) => photo.hash[0])).toEqual(['2', '3', '4'])
  })

  it('M4 a photo that comes again and says other things takes the place of the other, which goes to history', async () => {
    const id = await created({ photos: [aPhotoRef('1'), aPhotoRef('2')] as never })
    const other = { ...aPhotoRef('1'), role: 'far' }
    const change = worker.patch(id, { add: { photos: [other, aPhotoRef('2')] } })
    expect((await worker.push(change)).results).toMatchObject([{ s: 'merged', over: ['photos'] }])
    expect((await reportOf(id)).photos).toEqual([aPhotoRef('2'), other])
    const kept = await world.driver.read((session) =>
      session.all<{ value: string }>('SELECT value FROM history WHERE change_id = ?', [change.id]),
    )
    expect(kept.map(({ value }) => JSON.parse(value) as unknown)).toEqual([aPhotoRef('1')])
    expect(
      (
        await worker.push(
          worker.patch(id, {
            add: { photos: [aPhotoRef('4'), { ...aPhotoRef('4'), role: 'far' }] },
          }),
        )
      ).results,
    ).toMatchObject([
      { s: 'parked', fault: { code: 'invalidFields', detail: { field: 'photos' } } },
    ])
  })

  it('M11 two desks say of a report that others are of another thing, and both words stand', async () => {
    const id = await created({ notSameAs: [{ id: 'r-1' }] as never })
    const say = (...others: string[]) => ({ add: { notSameAs: others.map((id) => ({ id })) } })
    const said = await desk.push(desk.patch(id, say('r-2')))
    const saidToo = await colleague.push(colleague.patch(id, say('r-3', 'r-2')))
    expect([said, saidToo].flatMap(({ results }) => results)).toMatchObject([
      { s: 'applied' },
      { s: 'applied' },
    ])
    expect((await reportOf(id)).notSameAs?.map((other) => other.id)).toEqual(['r-1', 'r-2', 'r-3'])
  })

  it('M11 only whoever may alter a report says so, and only of reports by their ids', async () => {
    const id = await created()
    const neighbour = await aProtocolClient(world, 'volunteer')
    const add = { notSameAs: [{ id: 'r-2' }] }
    const refused = [
      await neighbour.push(neighbour.patch(id, { add })),
      await desk.push(desk.patch(id, { add: { notSameAs: [{ hash: 'r-2' }] } })),
      await desk.push(desk.patch(id, { set: { notSameAs: [] } })),
    ]
    expect(refused.map(({ results }) => results[0]?.fault?.code)).toEqual([
      'notYours',
      'invalidFields',
      'invalidFields',
    ])
    expect((await reportOf(id)).notSameAs).toBeUndefined()
  })

  it('M4 checks and pauses of a patrol come and go by id', async () => {
    const row = uuid()
    const set = { by: cast.worker.id, gridId: 'g-1', startedAt: 1, pauses: [], checks: [] }
    const check = { id: 'c-1', placeId: 'p-1', at: 2, outcome: 'fine' }
    const { results } = await worker.push(
      worker.envelope({ t: 'patrol', op: 'create', row, set }),
      worker.envelope({
        t: 'patrol',
        op: 'patch',
        row,
        add: {
          checks: [check, { ...check, id: 'c-2' }],
          pauses: [{ id: 'x', type: 'pause', at: 3 }],
        },
      }),
      worker.envelope({
        t: 'patrol',
        op: 'patch',
        row,
        add: { checks: [check] },
        remove: { checks: ['c-2'] },
      }),
    )
    expect(results.map((result) => result.s)).toEqual(['applied', 'applied', 'applied'])
    const patrol = await world.deps.storage.read((tx) => tx.row('patrol', row))
    expect(patrol?.f).toMatchObject({ checks: [check], pauses: [{ id: 'x' }] })
  })
})

describe('a step', () => {
  it('M5 from a status the report no longer has is parked', async () => {
    const id = await created()
    const [accept, reject] = [
      desk.step(id, 'accept', 'reported', 'accepted'),
      colleague.step(id, 'reject', 'reported', 'rejected', { comment: '不属实' }),
    ]
    await desk.push(accept)
    expect((await colleague.push(reject)).results).toMatchObject([
      { s: 'parked', fault: { code: 'wrongStanding', detail: { standing: 'accepted' } } },
    ])
    expect((await reportOf(id)).standing).toBe('accepted')
  })

  it('M5 leads where the table says, whatever the phone wrote', async () => {
    const id = await created()
    await desk.push(desk.step(id, 'accept', 'reported', 'closed'))
    expect((await reportOf(id)).standing).toBe('accepted')
  })

  it('M9 that comes twice is in the report once; with other content under its id it is parked, and no part of the change is applied', async () => {
    const id = await created()
    const envelope = worker.step(id, 'note', 'reported', 'reported', { comment: '一' })
    const step = envelope.step as Record<string, unknown>
    const { results } = await worker.push(
      envelope,
      worker.patch(id, { step: { comment: '一', ...step, receivedAt: 9 } }),
      worker.patch(id, { set: { note: '二' }, step: { ...step, comment: '二' } }),
      worker.patch(id, { step: { ...step, marks: { fields: [], photos: [] } } }),
    )
    expect(results).toMatchObject([
      { s: 'applied' },
      { s: 'applied' },
      { s: 'parked', fault: { code: 'idTaken' } },
      { s: 'parked', fault: { code: 'idTaken' } },
    ])
    expect(await reportOf(id)).toMatchObject({
      note: '',
      steps: [{ ...step, receivedAt: expect.any(Number) as number }],
    })
    expect((await reportOf(id)).steps).toHaveLength(1)
  })

  it('M9 that was taken stays taken when it comes again after the report has moved on', async () => {
    const id = await created()
    const accept = desk.step(id, 'accept', 'reported', 'accepted')
    const again = desk.patch(id, { step: accept.step })
    expect((await desk.push(accept, again)).results).toMatchObject([
      { s: 'applied' },
      { s: 'applied' },
    ])
    expect(
      (await colleague.push(colleague.patch(id, { step: accept.step }))).results,
    ).toMatchObject([{ s: 'parked', fault: { code: 'notYours' } }])
    expect((await reportOf(id)).steps).toHaveLength(1)
  })

  it('M9 under the id that the kept half of a note takes is parked', async () => {
    const id = await created({ note: 'first' })
    await desk.push(desk.step(id, 'note', 'reported', 'reported', { comment: 'x' }))
    await worker.push(worker.patch(id, { set: { note: 'second' } }))
    const envelope = worker.patch(id, { base: { note: 1 }, set: { note: 'third' } })
    const step = {
      id: `${envelope.id}:kept`,
      type: 'note',
      by: worker.me,
      at: 1,
      from: 'reported',
      to: 'reported',
      comment: 'mine',
    }
    expect((await worker.push({ ...envelope, step })).results).toMatchObject([
      { s: 'parked', fault: { code: 'idTaken' } },
    ])
    expect((await reportOf(id)).note).toBe('second')
  })

  it('M6 that checks the work is not for who handled it', async () => {
    const id = await created()
    await desk.push(
      desk.step(id, 'accept', 'reported', 'accepted'),
      desk.step(id, 'dispatch', 'accepted', 'dispatched', { handlerId: cast.supervisor.id }),
      desk.step(id, 'start', 'dispatched', 'inProgress'),
      desk.step(id, 'resolve', 'inProgress', 'resolved', { photos: [aPhotoRef('5')] }),
    )
    for (const check of [
      desk.step(id, 'close', 'resolved', 'closed'),
      desk.step(id, 'rework', 'resolved', 'inProgress', { comment: '再看' }),
    ]) {
      expect((await desk.push(check)).results).toMatchObject([
        { s: 'parked', fault: { code: 'handlerMayNotCheck' } },
      ])
    }
    expect(
      (await colleague.push(colleague.step(id, 'close', 'resolved', 'closed'))).results,
    ).toMatchObject([{ s: 'applied' }])
  })

  it('M6 that closes what was put right on the spot is not for its author', async () => {
    const after = {
      hash: 'a'.repeat(64),
      bytes: 1,
      width: 1,
      height: 1,
      role: 'after',
      takenAt: 1,
      thumb: { hash: 'b'.repeat(64), bytes: 1 },
    }
    const body = { type: 'light_out', severity: 'minor', tier: 2, isFixedOnSpot: true }
    const unproven = await desk.push(desk.creation({ body }))
    expect(unproven.results[0]).toMatchObject({ s: 'parked', fault: { code: 'missingPhoto' } })
    const envelope = desk.creation({ body, photos: [after as never] })
    const { results } = await desk.push(
      envelope,
      desk.step(envelope.row, 'close', 'selfHandled', 'closed'),
    )
    expect(results[1]).toMatchObject({ s: 'parked', fault: { code: 'handlerMayNotCheck' } })
  })

  it('M7 and its report bear the server’s time of receipt, never the phone’s', async () => {
    const before = Date.now()
    const id = await created({ receivedAt: 5 })
    await worker.push(
      worker.step(id, 'note', 'reported', 'reported', { comment: 'x', receivedAt: 5 }),
    )
    const report = await reportOf(id)
    expect(report.receivedAt).toBeGreaterThanOrEqual(before)
    expect(report.steps[0]!.receivedAt).toBeGreaterThanOrEqual(before)
  })
})
