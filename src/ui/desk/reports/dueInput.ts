// A due time in a date-and-time field. The end of a day is written 23:59, because nobody reads
// 00:00 as the day before.
import type { Instant } from '#domain/ids.ts'
import { addDays, dayOf, endOfDay } from '#domain/workCalendar.ts'

const shanghaiMs = 8 * 3_600_000

export function dueInputOf(at: Instant): string {
  const local = new Date(at + shanghaiMs).toISOString()
  return local.slice(11, 16) === '00:00' ? `${addDays(dayOf(at), -1)}T23:59` : local.slice(0, 16)
}

/** Null for a field that holds no time yet. */
export function dueFromInput(text: string): Instant | null {
  const at = Date.parse(`${text}:00Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(at)) return null
  return text.endsWith('T23:59') ? endOfDay(text.slice(0, 10)) : at - shanghaiMs
}
