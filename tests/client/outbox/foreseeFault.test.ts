// The phone asks the server's own question before the server does: both say the same, or the phone
// says nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cachedRows } from '#client/db/cacheDb.ts'
import { foreseeFault } from '#client/outbox/foreseeFault.ts'
import { currentSchema, type NewChange } from '#domain/change.ts'
import { newId } from '#domain/newId.ts'
import { aPhone, aReport, aWorld, type Cast, cast, type Phone, type World } from '../../world.ts'

let world: World
const phones = new Map<Cast, Phone>()
beforeAll(async () => {
  world = await aWorld()
  for (const who of ['worker', 'volunteer', 'supervisor', 'handler'] as const) {
    const phone = await aPhone(world, who)
    await phone.sync()
    phones.set(who, phone)
  }
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const uuid = (): string => newId(Date.now(), crypto)
const whole = (phone: Phone, part: object): NewChange =>
  ({
    id: uuid(),
    by: phone.session.memberId,
    at: Date.now(),
    schema: currentSchema,
    t: 'report',
    ...part,
  }) as NewChange

/** Saved and sent: what the phone foresaw, and what the server then said. */
async function verdictsOn(phone: Phone, part: object): Promise<[string | null, string | null]> {
  const change = whole(phone, part)
  await phone.capture(change)
  const foreseen = await foreseeFault(phone.session, change, Date.now())
  expect((await phone.sync()).ok).toBe(true)
  const entry = await phone.session.capture.outbox.where('id').equals(change.id).first()
  expect(entry!.fate).not.toBe('waiting')
  return [foreseen?.code ?? null, entry!.fault?.code ?? null]
}
const aCreate = (phone: Phone, more: object = {}): object => {
  const { id, ...report } = aReport(phone.session.memberId, more)
  return { op: 'create', row: id, set: report }
}
const aWalk = (phone: Phone, more: object = {}): object => ({
  t: 'patrol',
  op: 'create',
  row: uuid(),
  set: {
    by: phone.session.memberId,
    gridId: 'g-1',
    startedAt: Date.now(),
    pauses: [],
    checks: [],
    ...more,
  },
})
const aStep = (phone: Phone, type: string, more: object = {}): object => ({
  id: uuid(),
  type,
  by: phone.session.memberId,
  at: Date.now(),
  from: 'reported',
  to: 'reported',
  ...more,
})
/** A report of the worker that the phone has been told of. */
async function aReportOn(phone: Phone): Promise<string> {
  const worker = phones.get('worker')!
  const row = await worker.report({ note: '楼道堆物' })
  await worker.sync()
  await phone.sync()
  return row
}
const aVisit = {
  kind: 'visit',
  body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
}

const creates: [string, Cast, string | null, object][] = [
  ['a hazard', 'volunteer', null, {}],
  ['a visit by who may not', 'volunteer', 'notAllowed', aVisit],
  ['a visit by who may', 'worker', null, aVisit],
  ['one in another’s name', 'worker', 'notYours', { by: cast.volunteer.id }],
  ['one of a kind that nobody knows', 'worker', 'unknownKind', { kind: 'comet' }],
  ['one beyond the earth', 'worker', 'badPosition', { position: { lat: 100, lon: 0 } }],
  ['one with half a body', 'worker', 'invalidFields', { body: { type: 'light_out' } }],
]
type Patch = (phone: Phone) => object
const patches: [string, Cast, string | null, Patch][] = [
  ['a note of one’s own', 'worker', null, () => ({ set: { note: '两堆' } })],
  ['a note of another', 'supervisor', 'notYours', () => ({ set: { note: '两堆' } })],
  ['a field that never changes', 'worker', 'invalidFields', () => ({ set: { kind: 'visit' } })],
  ['a grid that is not theirs', 'worker', 'notYourGrid', () => ({ set: { gridId: 'g-2' } })],
  ['a step of a reviewer', 'supervisor', null, (me) => ({ step: aStep(me, 'accept') })],
  ['a step by who may not', 'worker', 'notAllowed', (me) => ({ step: aStep(me, 'accept') })],
  [
    'a step from where it does not stand',
    'supervisor',
    'wrongStanding',
    (me) => ({ step: aStep(me, 'accept', { from: 'closed' }) }),
  ],
  [
    'a step without its reason',
    'supervisor',
    'missingReason',
    (me) => ({ step: aStep(me, 'reject') }),
  ],
]

describe('phone and server say the same of', () => {
  it.each(creates)('C9 %s', async (_what, who, code, more) => {
    const phone = phones.get(who)!
    expect(await verdictsOn(phone, aCreate(phone, more))).toEqual([code, code])
  })

  it.each(patches)('C9 %s', async (_what, who, code, part) => {
    const phone = phones.get(who)!
    const row = await aReportOn(phone)
    expect(await verdictsOn(phone, { op: 'patch', row, ...part(phone) })).toEqual([code, code])
  })

  it('C9 a walk, and a step that no walk has', async () => {
    const worker = phones.get('worker')!
    const walk = aWalk(worker) as { row: string }
    expect(await verdictsOn(worker, walk)).toEqual([null, null])
    expect(
      await verdictsOn(worker, {
        t: 'patrol',
        op: 'patch',
        row: walk.row,
        step: aStep(worker, 'note'),
      }),
    ).toEqual(['invalidFields', 'invalidFields'])
    const handler = phones.get('handler')!
    expect(await verdictsOn(handler, aWalk(handler))).toEqual(['notAllowed', 'notAllowed'])
  })

  it('C9 a change on top of others that have not been sent', async () => {
    const supervisor = phones.get('supervisor')!
    const row = await aReportOn(supervisor)
    await supervisor.capture({
      row,
      op: 'patch',
      step: aStep(supervisor, 'reject', {
        to: 'rejected',
        comment: '重复',
      }) as never,
    })
    const part = { op: 'patch', row, step: aStep(supervisor, 'accept') }
    expect(await verdictsOn(supervisor, part)).toEqual(['wrongStanding', 'wrongStanding'])
  })
})

describe('the phone says nothing', () => {
  it('C9 of a grid or a place that it was not told of', async () => {
    const worker = phones.get('worker')!
    expect(await verdictsOn(worker, aCreate(worker, { gridId: 'g-new' }))).toEqual([
      null,
      'unknownGrid',
    ])
    expect(await verdictsOn(worker, aCreate(worker, { placeId: 'p-new' }))).toEqual([
      null,
      'unknownPlace',
    ])
  })

  it('C9 of a record that is not here', async () => {
    const volunteer = phones.get('volunteer')!
    const part = { op: 'patch', row: uuid(), set: { note: '?' } }
    expect(await verdictsOn(volunteer, part)).toEqual([null, 'unknownReport'])
  })

  it('C9 before its first pull is whole, and of a decision on parked work', async () => {
    const young = await aPhone(world, 'volunteer')
    const visit = whole(young, aCreate(young, aVisit))
    expect(await foreseeFault(young.session, visit, Date.now())).toBeNull()
    const volunteer = phones.get('volunteer')!
    expect(await foreseeFault(volunteer.session, visit, Date.now())).toMatchObject({
      code: 'notAllowed',
    })
    const [conflict] = await cachedRows(volunteer.session.cache, 'case')
    const decision = whole(volunteer, {
      t: 'case',
      row: conflict!.id,
      op: 'patch',
      set: { decision: 'apply' },
    })
    expect(await foreseeFault(volunteer.session, decision, Date.now())).toBeNull()
  })
})
