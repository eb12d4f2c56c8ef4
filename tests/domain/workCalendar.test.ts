import { describe, expect, it } from 'vitest'
import {
  addDays,
  addWorkingDays,
  calendarSource,
  dayOf,
  dueFrom,
  endOfDay,
  isProvisional,
  isWorkingDay,
  lastDayOf,
} from '#domain/workCalendar.ts'

const at = (local: string): number => Date.parse(`${local}+08:00`)

describe('the working calendar', () => {
  it('has 248 working days in 2026', () => {
    let count = 0
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1))
      if (isWorkingDay(day)) count++
    expect(count).toBe(248)
  })

  it.each([
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-06-18', 5, '2026-06-26'],
    ['2026-09-18', 1, '2026-09-20'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-11-20', 0, '2026-11-20'],
  ])('from %s, %i working days end on %s', (from, n, to) =>
    expect(addWorkingDays(from, n)).toBe(to),
  )

  it('counts weekends only, and says so, in a year whose notice is not published', () => {
    expect(isProvisional('2031-10-01')).toBe(true)
    expect(isWorkingDay('2031-10-01')).toBe(true)
    expect(isWorkingDay('2031-10-04')).toBe(false)
    expect(isProvisional('2026-10-01')).toBe(false)
    expect(calendarSource('2026-10-01')).toContain('2026年')
  })

  it('crosses from a known year into an unknown one', () => {
    expect(addWorkingDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(isProvisional('2027-01-01')).toBe(true)
  })

  it.each(['2026-02-30', '2026-2-3', 'tomorrow', ''])('knows that %j is no day', (name) =>
    expect(() => isWorkingDay(name)).toThrow(RangeError),
  )
})

describe('a limit', () => {
  it('in working days ends at 24:00 in Shanghai, whatever the hour of acceptance', () => {
    const limit = { count: 1, unit: 'workingDay' } as const
    expect(dueFrom(at('2026-11-20T00:00:00'), limit, 2)).toBe(at('2026-11-24T00:00:00'))
    expect(dueFrom(at('2026-11-20T23:59:59'), limit, 2)).toBe(at('2026-11-24T00:00:00'))
  })

  it('belongs to the day in Shanghai, not to that in Greenwich', () => {
    expect(dayOf(at('2026-11-20T07:59:00'))).toBe('2026-11-20')
    expect(dayOf(at('2026-11-21T00:00:00'))).toBe('2026-11-21')
    expect(endOfDay('2026-11-20')).toBe(at('2026-11-21T00:00:00'))
  })

  it('in hours runs through nights and holidays', () => {
    expect(dueFrom(at('2026-02-16T23:30:00'), { count: 6, unit: 'hour' }, 1)).toBe(
      at('2026-02-17T05:30:00'),
    )
  })

  it('in calendar days that ends on a day off ends on the next working day', () => {
    expect(lastDayOf(at('2026-09-20T10:00:00'), { count: 14, unit: 'calendarDay' })).toBe(
      '2026-10-08',
    )
    expect(lastDayOf(at('2026-11-06T10:00:00'), { count: 14, unit: 'calendarDay' })).toBe(
      '2026-11-20',
    )
  })

  it('of a tier counts where the type has none: 2 hours, 5 working days, 14 days', () => {
    const accepted = at('2026-11-20T10:00:00')
    expect(dueFrom(accepted, null, 1)).toBe(at('2026-11-20T12:00:00'))
    expect(dueFrom(accepted, null, 2)).toBe(endOfDay('2026-11-27'))
    expect(dueFrom(accepted, null, 3)).toBe(endOfDay('2026-12-04'))
  })
})
