import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveChange } from '#client/outbox/saveChange.ts'
import { mirrorLastSaved } from '#client/session/localSession.ts'
import { readLastSaved } from '#client/db/localFallback.ts'
import { recallMs, takeBack } from '#client/outbox/recall.ts'
import { currentSchema, type NewChange } from '#domain/change.ts'
import type { ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { StepType } from '#domain/step.ts'
import { aWorld, aPhone, type Phone, type World } from '../world.ts'

let world: World
let desk: Phone
let handler: Phone
let now: number
beforeEach(async () => {
  now = Date.now()
  world = await aWorld()
  desk = await aPhone(world, 'supervisor', { now: () => now })
  handler = await aPhone(world, 'handler', { now: () => now })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function take(
  phone: Phone,
  row: string,
  type: StepType,
  more: { to: string; photos?: PhotoRef[] },
): Promise<ChangeId> {
  const { report } = await phone.view(row)
  const id = newId<ChangeId>(now, crypto)
  const step = {
    id: newId<string>(now, crypto),
    type,
    by: phone.session.memberId,
    at: now,
    from: report.standing,
    ...more,
  }
  const change = {
    id,
    by: phone.session.memberId,
    at: now,
    schema: currentSchema,
    t: 'report',
    row,
    op: 'patch',
    step,
  } as NewChange
  const kept = await saveChange(
    phone.session.capture,
    { change, photos: more.photos ?? [], now, isRecallable: true },
    mirrorLastSaved(phone.session, phone.environment),
  )
  if (!kept.ok) throw new Error(kept.fault.code)
  return id
}
const undo = (phone: Phone, id: ChangeId) =>
  takeBack(phone.session.capture, id, mirrorLastSaved(phone.session, phone.environment))
const atServer = (row: string) =>
  world.deps.storage.read(async (tx) => (await tx.row('report', row))?.f.standing)

async function aReportAtTheDesk(): Promise<string> {
  const worker = await aPhone(world, 'worker')
  const id = await worker.report()
  await worker.sync()
  await desk.sync()
  return id
}

describe('a step that is undone', () => {
  it('was never at the server, and the next change has its number', async () => {
    const id = await aReportAtTheDesk()
    const accepted = await take(desk, id, 'accept', { to: 'accepted' })
    expect(await desk.sync()).toMatchObject({ ok: true, value: { pushed: 0, nextInMs: recallMs } })
    expect([(await desk.view(id)).report.standing, await atServer(id)]).toEqual([
      'accepted',
      'reported',
    ])
    expect((await undo(desk, accepted)).ok).toBe(true)
    expect((await desk.view(id)).report.standing).toBe('reported')
    expect(await desk.step(await desk.view(id), 'reject', { comment: '不在本网格' })).toBe(1)
    expect(readLastSaved(desk.environment.local, desk.session.memberId)?.n).toBe(1)
    now += recallMs
    expect(await desk.sync()).toMatchObject({ ok: true, value: { pushed: 1 } })
    expect(await atServer(id)).toBe('rejected')
  })

  it('leaves by itself when nobody undoes it, and stands from then on', async () => {
    const id = await aReportAtTheDesk()
    const accepted = await take(desk, id, 'accept', { to: 'accepted' })
    now += recallMs
    expect(await desk.sync()).toMatchObject({ ok: true, value: { pushed: 1 } })
    expect(await undo(desk, accepted)).toEqual({ ok: false, fault: { code: 'tooLate' } })
    expect([(await desk.view(id)).report.standing, await atServer(id)]).toEqual([
      'accepted',
      'accepted',
    ])
  })

  it('stands although its answer was lost on the way', async () => {
    const id = await aReportAtTheDesk()
    const accepted = await take(desk, id, 'accept', { to: 'accepted' })
    now += recallMs
    desk.network.next(/sync/, 'dropAnswer')
    expect((await desk.sync()).ok).toBe(false)
    expect(await undo(desk, accepted)).toMatchObject({ ok: false, fault: { code: 'tooLate' } })
    expect(await desk.sync()).toMatchObject({ ok: true })
    expect(await atServer(id)).toBe('accepted')
  })

  it('keeps its photo from leaving too, and has it again', async () => {
    const id = await aReportAtTheDesk()
    await desk.step(await desk.view(id), 'accept')
    await desk.step(await desk.view(id), 'dispatch', { handlerId: handler.session.memberId })
    await desk.sync()
    await handler.sync()
    await handler.step(await handler.view(id), 'start')
    const photo = await handler.photo(4)
    const resolved = await take(handler, id, 'resolve', { to: 'resolved', photos: [photo] })
    expect(await handler.sync()).toMatchObject({ ok: true, value: { pushed: 1, photosSent: 0 } })
    expect((await undo(handler, resolved)).ok).toBe(true)
    expect((await handler.session.capture.photo.toArray()).map((each) => each.state)).toEqual([
      'draft',
      'draft',
    ])
    await take(handler, id, 'resolve', { to: 'resolved', photos: [photo] })
    now += recallMs
    expect(await handler.sync()).toMatchObject({ ok: true, value: { pushed: 1, photosSent: 2 } })
    expect(await atServer(id)).toBe('resolved')
  })
})
