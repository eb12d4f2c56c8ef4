// Doors with a rhythm, and how they were kept: visited within it, due soon, overdue.
import type { Instant } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import type { Report } from '#domain/report.ts'
import { visitsDue } from '#domain/visitDue.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import { visitsAmong } from '#kinds/kinds.ts'

const dayMs = 86_400_000
/** From this many days before it is due, a door is named as due. */
export const dueSoonDays = 14

export interface VisitCoverage {
  doors: number
  /** Visited within their rhythm. */
  visited: number
  /** Due within `dueSoonDays`, or never visited so far. */
  due: number
  overdue: number
}

export function visitCoverage(
  places: readonly Place[],
  rhythms: readonly VisitRhythm[],
  reports: readonly Report[],
  now: Instant,
): VisitCoverage {
  const coverage: VisitCoverage = { doors: 0, visited: 0, due: 0, overdue: 0 }
  const visits = visitsAmong(reports)
  for (const { lastVisitAt, dueAt } of visitsDue(places, rhythms, visits, now)) {
    coverage.doors++
    if (dueAt < now) coverage.overdue++
    else {
      if (lastVisitAt !== null) coverage.visited++
      if (dueAt - now <= dueSoonDays * dayMs) coverage.due++
    }
  }
  return coverage
}
