// Doors with a rhythm, and how they were kept: visited within it, due soon, overdue.
import type { Instant, PlaceId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import type { Report } from '#domain/report.ts'

const dayMs = 86_400_000
/** From this many days before it is due, a door is named as due. */
export const dueSoonDays = 14

export interface VisitCoverage {
  doors: number
  visited: number
  due: number
  overdue: number
}

/** Somebody stood at the door or spoke to the household; a closed door is not a visit made. */
const isMade = (report: Report): boolean =>
  report.kind === 'visit' && report.body.result !== 'not_home' && report.standing !== 'withdrawn' && report.standing !== 'rejected'

export function visitCoverage(places: readonly Place[], reports: readonly Report[], now: Instant): VisitCoverage {
  const lastAt = new Map<PlaceId, Instant>()
  for (const report of reports) {
    if (!report.placeId || !isMade(report)) continue
    if (report.capturedAt > (lastAt.get(report.placeId) ?? 0)) lastAt.set(report.placeId, report.capturedAt)
  }
  const coverage: VisitCoverage = { doors: 0, visited: 0, due: 0, overdue: 0 }
  for (const place of places) {
    if (!place.visitEveryDays) continue
    coverage.doors++
    const last = lastAt.get(place.id)
    const dueAt = last === undefined ? null : last + place.visitEveryDays * dayMs
    if (dueAt === null || dueAt < now) coverage.overdue++
    else {
      coverage.visited++
      if (dueAt - now <= dueSoonDays * dayMs) coverage.due++
    }
  }
  return coverage
}
