// K: clocks that are wrong, jump, or stand in another zone. Nothing is ever ordered or refused by
// one.
import { expect } from 'vitest'
import { walkedMs, type Patrol } from '#domain/patrol.ts'
import { dayOf, dueFrom } from '#domain/workCalendar.ts'
import type { Phone } from '../world.ts'
import { row } from './kit/row.ts'
import { aSite } from './kit/site.ts'

const [hour, day, year] = [3_600_000, 86_400_000, 31_557_600_000]

row(
  'K1',
  'a phone three years ahead, another ten years behind',
  'all is taken in, in the order of arrival',
)(async (use) => {
  const site = await use(aSite())
  const ahead = await site.phone('worker', { now: () => Date.now() + 3 * year })
  const behind = await site.phone('worker', { now: () => Date.now() - 10 * year })
  const desk = await site.phone('supervisor')
  const id = await ahead.report({ note: '三年以后', capturedAt: Date.now() + 3 * year })
  await ahead.sync()
  // Both write the same note; the later arrival stands, whatever the clocks say.
  await behind.sync()
  const seen = await behind.session.cache.row.get(`report:${id}`)
  await ahead.capture({
    row: id,
    op: 'patch',
    base: { note: seen!.fv['note'] ?? 1 },
    set: { note: '先到' },
  })
  await behind.capture({
    row: id,
    op: 'patch',
    base: { note: seen!.fv['note'] ?? 1 },
    set: { note: '后到' },
  })
  await behind.report({ capturedAt: Date.now() - 10 * year })
  await ahead.sync()
  await behind.sync()
  expect(await site.verdict()).toEqual([])
  expect((await desk.view(id)).report).toMatchObject({ note: '后到' })
  expect(await site.count('row_state', "t = 'report'")).toBe(2)
  for (const { report } of await desk.views()) {
    expect(
      Math.abs(report.receivedAt! - Date.now()),
      'the server’s own time stands beside what the phone says',
    ).toBeLessThan(60_000)
  }
})

row(
  'K2',
  'the clock jumps during a patrol',
  'nothing is lost and nothing is dropped',
)(async (use) => {
  const site = await use(aSite())
  let offset = 0
  const phone: Phone = await site.phone('worker', { now: () => Date.now() + offset })
  const me = phone.session.memberId
  const now = phone.environment.now
  const id = crypto.randomUUID()
  const startedAt = now()
  await phone.capture({
    t: 'patrol',
    row: id,
    op: 'create',
    set: { by: me, gridId: 'g-1', startedAt, pauses: [], checks: [] },
  })
  const jumps = [2 * hour, -5 * hour, -3 * year, day]
  for (const [i, jump] of jumps.entries()) {
    offset += jump
    await phone.capture({
      t: 'patrol',
      row: id,
      op: 'patch',
      add: { checks: [{ id: `check-${i}`, placeId: 'p-1', at: now(), outcome: 'fine' }] as never },
    })
    await phone.capture({
      t: 'patrol',
      row: id,
      op: 'patch',
      add: { pauses: [{ id: `pause-${i}`, type: i % 2 ? 'resume' : 'pause', at: now() }] as never },
    })
    if (i === 1) await phone.sync()
  }
  await phone.capture({ t: 'patrol', row: id, op: 'patch', set: { endedAt: now() } })
  expect(await site.verdict()).toEqual([])
  const [patrol] = (await site.rows('patrol')).map(
    (each) => ({ ...each.f, id: each.id }) as unknown as Patrol,
  )
  expect([patrol!.checks.length, patrol!.pauses.length]).toEqual([4, 4])
  expect(walkedMs(patrol!, now()), 'time walked never runs backwards').toBeGreaterThanOrEqual(0)
  expect(await site.count('journal', "result LIKE '%parked%'")).toBe(0)
})

row(
  'K3',
  'the server’s clock goes back an hour',
  'cursors do not care',
)(async (use) => {
  let offset = 0
  const site = await use(aSite({ now: () => Date.now() + offset }))
  const [worker, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  for (const [i, jump] of [0, -hour, 5 * 60_000, -2 * hour].entries()) {
    offset += jump
    const id = await worker.report({ note: `第${i}条` })
    await worker.sync()
    await desk.sync()
    expect((await desk.view(id)).report.note).toBe(`第${i}条`)
    await desk.step(await desk.view(id), 'accept')
    await desk.sync()
    await worker.sync()
    expect((await worker.view(id)).report.standing).toBe('accepted')
  }
  expect(await site.verdict()).toEqual([])
})

row(
  'K4',
  'the last evening of a year, in another time zone',
  'days are the organisation’s days',
)(async (use) => {
  const site = await use(aSite())
  // Half past seven in the evening of 31 December in London is the first of January in Shanghai.
  const at = Date.parse('2026-12-31T19:30:00Z')
  const before = process.env['TZ']
  try {
    const days = ['UTC', 'America/New_York', 'Asia/Shanghai', 'Pacific/Auckland'].map((zone) => {
      process.env['TZ'] = zone
      return [dayOf(at), dueFrom(at, null, 3)]
    })
    expect(new Set(days.map(([named]) => named))).toEqual(new Set(['2027-01-01']))
    expect(
      new Set(days.map(([, due]) => due)).size,
      'a limit ends at the same instant everywhere',
    ).toBe(1)
    process.env['TZ'] = 'America/New_York'
    const phone = await site.phone('worker', { now: () => at })
    await phone.report({ capturedAt: at })
    process.env['TZ'] = 'Asia/Shanghai'
    await phone.report({ capturedAt: at })
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
  expect(await site.verdict()).toEqual([])
  const stored = (await site.rows('report')).map(({ f }) => dayOf(f['capturedAt'] as number))
  expect(stored).toEqual(['2027-01-01', '2027-01-01'])
})
