// When a limit ends. Days are named YYYY-MM-DD as in Shanghai (UTC+8, no summer time), so no
// time-zone table is asked. Kinds propose limits, the server and a supervisor's phone turn them
// into an instant here.
import { fixedHolidays, holidayNotices, movingHolidays } from './holidayNotices.ts'
import type { Instant } from './ids.ts'

export type Tier = 1 | 2 | 3

export interface Limit {
  count: number
  unit: 'workingDay' | 'calendarDay' | 'hour'
}

/**
 * Tier 1: under control in 2 hours by the wall clock; tier 2: answered in 5 working days; tier 3: a
 * plan within 14 days.
 */
export const tierLimits: Record<Tier, Limit> = {
  1: { count: 2, unit: 'hour' },
  2: { count: 5, unit: 'workingDay' },
  3: { count: 14, unit: 'calendarDay' },
}

const dayMs = 86_400_000
const shanghaiMs = 8 * 3_600_000

/** Midnight UTC of a named day; a name that is no day is a mistake of the caller. */
function midnightOf(isoDate: string): number {
  const at = Date.parse(`${isoDate}T00:00:00Z`)
  if (Number.isNaN(at) || nameOf(at) !== isoDate) throw new RangeError(`Not a day: ${isoDate}`)
  return at
}

const nameOf = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10)

/** The day an instant falls on in Shanghai. */
export const dayOf = (at: Instant): string => nameOf(at + shanghaiMs)

/**
 * 24:00 of the named day in Shanghai, which is also 00:00 of the next: show it as the end of this
 * one.
 */
export const endOfDay = (isoDate: string): Instant => midnightOf(isoDate) + dayMs - shanghaiMs

const yearOf = (isoDate: string): number => Number(isoDate.slice(0, 4))

const isAnnounced = (year: number): boolean => holidayNotices.some((each) => each.year === year)

/**
 * A day that a notice may still rule: of a year without one, or in the last week of the year
 * before, which the notices of some years have exchanged.
 */
export const isProvisional = (isoDate: string): boolean =>
  !isAnnounced(yearOf(isoDate)) ||
  (isoDate.slice(5) >= '12-25' && !isAnnounced(yearOf(isoDate) + 1))

/** By every notice, the latest first; by the law where none speaks of the day's year. */
export function isWorkingDay(isoDate: string): boolean {
  const weekday = new Date(midnightOf(isoDate)).getUTCDay()
  for (const { worked, off } of holidayNotices.toReversed()) {
    if (worked.includes(isoDate)) return true
    if (off.some(([first, last]) => first <= isoDate && isoDate <= last)) return false
  }
  return weekday !== 0 && weekday !== 6 && !isHolidayByLaw(isoDate)
}

const isHolidayByLaw = (isoDate: string): boolean =>
  !isAnnounced(yearOf(isoDate)) &&
  (fixedHolidays.includes(isoDate.slice(5)) ||
    (movingHolidays[yearOf(isoDate)] ?? []).includes(isoDate))

export const addDays = (isoDate: string, n: number): string =>
  nameOf(midnightOf(isoDate) + n * dayMs)

const worked = new Map<string, string>()

/**
 * The first day is not counted (Civil Code art. 201, used as a convention). Remembered: a long list
 * asks again for each report, and there are few days and few limits.
 */
export function addWorkingDays(isoDate: string, n: number): string {
  const key = `${isoDate} ${n}`
  const known = worked.get(key)
  if (known) return known
  const day = countWorkingDays(isoDate, n)
  worked.set(key, day)
  return day
}

function countWorkingDays(isoDate: string, n: number): string {
  let day = isoDate
  for (let left = n; left > 0;) {
    day = addDays(day, 1)
    if (isWorkingDay(day)) left--
  }
  return day
}

/**
 * A limit in calendar days that would end on a day off ends on the next working day (Civil Code
 * art. 203).
 */
function addCalendarDays(isoDate: string, n: number): string {
  const last = addDays(isoDate, n)
  return isWorkingDay(last) ? last : addWorkingDays(last, 1)
}

/** The last day of a limit, null for one that runs in hours. */
export function lastDayOf(acceptedAt: Instant, limit: Limit): string | null {
  if (limit.unit === 'hour') return null
  return limit.unit === 'workingDay'
    ? addWorkingDays(dayOf(acceptedAt), limit.count)
    : addCalendarDays(dayOf(acceptedAt), limit.count)
}

/** Whether a notice that is still to come could move the end of a limit. */
export function isLimitProvisional(acceptedAt: Instant, limit: Limit): boolean {
  const last = lastDayOf(acceptedAt, limit)
  for (let day = dayOf(acceptedAt); last !== null && day < last;)
    if (isProvisional((day = addDays(day, 1)))) return true
  return false
}

/** A type's own limit, or that of its tier where it has none. */
export const limitFor = (limit: Limit | null, tier: Tier): Limit => limit ?? tierLimits[tier]

/** Hours run on the wall clock, nights and holidays included; days end at 24:00 in Shanghai. */
export function dueFrom(acceptedAt: Instant, limit: Limit | null, tier: Tier): Instant {
  const chosen = limitFor(limit, tier)
  const lastDay = lastDayOf(acceptedAt, chosen)
  return lastDay === null ? acceptedAt + chosen.count * 3_600_000 : endOfDay(lastDay)
}
