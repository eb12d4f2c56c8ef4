import type { Instant } from './ids.ts'
import { dayOf } from './workCalendar.ts'

export interface Day<T> {
  /** YYYY-MM-DD in Shanghai. */
  day: string
  rows: T[]
}

/** One group a day, in the order the rows come. */
export function groupByDay<T>(rows: readonly T[], at: (row: T) => Instant): Day<T>[] {
  const days: Day<T>[] = []
  for (const row of rows) {
    const day = dayOf(at(row))
    const last = days.at(-1)
    if (last?.day === day) last.rows.push(row)
    else days.push({ day, rows: [row] })
  }
  return days
}
