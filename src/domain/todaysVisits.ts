// In which order the doors of today are shown, and what comes after them.
import type { Instant } from './ids.ts'
import type { VisitDue } from './visitDue.ts'
import { dayOf, endOfDay } from './workCalendar.ts'

export interface TodaysVisit extends VisitDue {
  /** Null while the phone does not know where it is. */
  distanceMetres: number | null
  wasTriedToday: boolean
}

export interface TodaysVisits {
  /** Due today or overdue: overdue first, then what is near, then what is due first. */
  due: TodaysVisit[]
  /** Due as well, and tried today: to be tried again, the longest ago first. */
  tried: TodaysVisit[]
  /** Due within a fortnight, the next first. */
  coming: TodaysVisit[]
}

const horizonMs = 14 * 86_400_000

export function todaysVisits(
  visits: readonly VisitDue[],
  distanceTo: (visit: VisitDue) => number | null,
  now: Instant,
): TodaysVisits {
  const today = dayOf(now)
  const endOfToday = endOfDay(today)
  const all = visits.map((visit) => ({
    ...visit,
    distanceMetres: distanceTo(visit),
    wasTriedToday: visit.attempt !== null && dayOf(visit.attempt.at) === today,
  }))
  const due = all.filter((visit) => visit.dueAt <= endOfToday)
  const isOver = (visit: TodaysVisit): boolean => visit.dueAt <= now
  return {
    due: due
      .filter((visit) => !visit.wasTriedToday)
      .sort(
        (a, b) =>
          Number(isOver(b)) - Number(isOver(a)) ||
          (a.distanceMetres ?? 0) - (b.distanceMetres ?? 0) ||
          a.dueAt - b.dueAt,
      ),
    tried: due
      .filter((visit) => visit.wasTriedToday)
      .sort((a, b) => (a.attempt?.at ?? 0) - (b.attempt?.at ?? 0)),
    coming: all
      .filter((visit) => visit.dueAt > endOfToday && visit.dueAt - now <= horizonMs)
      .sort((a, b) => a.dueAt - b.dueAt),
  }
}
