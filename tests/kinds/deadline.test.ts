import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/domain/report.ts'
import { meaningOf, statusGroups } from '../../src/domain/status.ts'
import { statuses } from '../../src/domain/step.ts'
import { deadlineOf, limitOf, usedShareOf } from '../../src/kinds/deadline.ts'

const at = (text: string): number => Date.parse(`${text}:00+08:00`)
const monday = at('2026-11-16T09:00')
const friday = at('2026-11-20T09:00')
const fridayEnd = at('2026-11-21T00:00')

const aHazard = (more: Partial<Report> = {}): Report =>
  ({
    id: 'r1',
    kind: 'hazard',
    capturedAt: monday - 3_600_000,
    receivedAt: monday - 1_800_000,
    body: { type: 'light_out', severity: 'minor', tier: 2 },
    standing: 'accepted',
    steps: [{ type: 'accept', at: monday, receivedAt: monday }],
    ...more,
  }) as Report

describe('the limit of a report', () => {
  it('runs from its acceptance, also when it was dispatched days later', () => {
    const steps = [
      { type: 'accept', at: monday, receivedAt: monday },
      { type: 'dispatch', at: friday, dueAt: fridayEnd },
    ]
    const report = aHazard({ standing: 'dispatched', steps: steps as Report['steps'] })
    expect(deadlineOf(report)).toEqual({ runsFrom: monday, dueAt: fridayEnd })
    expect(usedShareOf(deadlineOf(report), friday)).toBeCloseTo(0.865, 3)
  })

  it('is what its kind proposes until somebody sets one, from its arrival until it is accepted', () => {
    expect(deadlineOf(aHazard())?.dueAt).toBeGreaterThan(monday)
    const waiting = aHazard({ standing: 'reported', steps: [] })
    expect(deadlineOf(waiting)?.runsFrom).toBe(monday - 1_800_000)
  })

  it('pauses while its author is asked, and is known but stopped when it is over', () => {
    expect(deadlineOf(aHazard({ standing: 'returned' }))).toBeNull()
    const closed = aHazard({ standing: 'closed' })
    expect(deadlineOf(closed)).toBeNull()
    expect(limitOf(closed)).not.toBeNull()
  })

  it('is overdue after its last moment and never less than nothing', () => {
    const deadline = { runsFrom: monday, dueAt: fridayEnd }
    expect(usedShareOf(deadline, fridayEnd)).toBe(1)
    expect(usedShareOf(deadline, fridayEnd + 1)).toBeGreaterThan(1)
    expect(usedShareOf(deadline, monday - 1)).toBe(0)
    expect(usedShareOf(null, monday)).toBeNull()
  })

  it('is none for a kind without limits, and for one that is not known here', () => {
    expect(deadlineOf(aHazard({ kind: 'visit', body: { result: 'met' } }))).toBeNull()
    expect(deadlineOf(aHazard({ kind: 'of a later version' }))).toBeNull()
  })
})

describe('what a status means', () => {
  it('is over exactly where the clock has stopped and nobody is waited for', () => {
    for (const status of statuses) {
      const { group, clock, awaits, end } = meaningOf(status)
      expect(statusGroups).toContain(group)
      expect(group === 'done').toBe(clock === 'stopped')
      expect(group === 'done').toBe(end !== undefined)
      if (group === 'done' || group === 'returned') expect(awaits).toBeNull()
      else expect(awaits).not.toBeNull()
    }
  })

  it('keeps what was put right on the spot in sight until somebody has checked it', () => {
    expect(meaningOf('selfHandled')).toMatchObject({ group: 'working', awaits: 'close' })
  })

  it('is open for a status of a later version', () => {
    expect(meaningOf('suspended' as never).group).toBe('open')
  })
})
