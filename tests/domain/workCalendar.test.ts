import { describe, expect, it } from 'vitest'
import {
  addDays,
  addWorkingDays,
  dayOf,
  dueFrom,
  endOfDay,
  isLimitProvisional,
  isProvisional,
  isWorkingDay,
  lastDayOf,
} from '#domain/workCalendar.ts'

const at = (local: string): number => Date.parse(`${local}+08:00`)

describe('the working calendar', () => {
  // 365 days less weekends and thirteen days by law, which the notices only exchange.
  it.each([2025, 2026])('has 248 working days in %i', (year) => {
    let count = 0
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1))
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
    ['2026-09-28', 5, '2026-10-10'],
    ['2025-01-27', 1, '2025-02-05'],
    ['2025-09-26', 1, '2025-09-28'],
  ])('from %s, %i working days end on %s', (from, n, to) =>
    expect(addWorkingDays(from, n)).toBe(to),
  )

  it('knows the days of the law in a year whose notice is not published, and says so', () => {
    expect(isWorkingDay('2027-02-05')).toBe(false)
    expect(isWorkingDay('2027-09-15')).toBe(false)
    expect(isWorkingDay('2031-10-01')).toBe(false)
    expect(isWorkingDay('2031-10-08')).toBe(true)
    expect(isProvisional('2031-10-08')).toBe(true)
    expect(isProvisional('2026-10-01')).toBe(false)
  })

  it('crosses from a known year into an unknown one, where New Year is off all the same', () => {
    expect(addWorkingDays('2026-12-31', 1)).toBe('2027-01-04')
    expect(addWorkingDays('2026-12-30', 5)).toBe('2027-01-07')
    expect(isProvisional('2027-01-04')).toBe(true)
  })

  it('may still change in the last week of a year, until the next is announced', () => {
    expect(isProvisional('2026-12-24')).toBe(false)
    expect(isProvisional('2026-12-25')).toBe(true)
    expect(isProvisional('2025-12-25')).toBe(false)
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

  it('is provisional where any of its days is', () => {
    const days = (count: number) => ({ count, unit: 'workingDay' }) as const
    expect(isLimitProvisional(at('2026-12-17T10:00:00'), days(5))).toBe(false)
    expect(isLimitProvisional(at('2026-12-18T10:00:00'), days(5))).toBe(true)
    expect(isLimitProvisional(at('2026-12-31T23:00:00'), { count: 2, unit: 'hour' })).toBe(false)
  })

  it('of a tier counts where the type has none: 2 hours, 5 working days, 14 days', () => {
    const accepted = at('2026-11-20T10:00:00')
    expect(dueFrom(accepted, null, 1)).toBe(at('2026-11-20T12:00:00'))
    expect(dueFrom(accepted, null, 2)).toBe(endOfDay('2026-11-27'))
    expect(dueFrom(accepted, null, 3)).toBe(endOfDay('2026-12-04'))
  })
})
