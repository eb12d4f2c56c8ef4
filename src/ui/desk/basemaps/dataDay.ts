// The day that a map's data was taken, in a field of dates.
import type { Instant } from '#domain/ids.ts'
import { addDays, dayOf, endOfDay } from '#domain/workCalendar.ts'

export const dayInputOf = (at: Instant | null): string => (at === null ? '' : dayOf(at))

/** The start of that day; null where the field is empty. */
export const dayFromInput = (day: string): Instant | null =>
  /^\d{4}-\d\d-\d\d$/.test(day) ? endOfDay(addDays(day, -1)) : null
