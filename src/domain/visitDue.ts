// When a door is due: its rhythm counted from the last visit that met somebody or looked in. Says nothing of why it is visited.
import type { Instant } from './ids.ts'
import type { Place } from './place.ts'
import type { Report } from './report.ts'
import { dayOf, endOfDay } from './workCalendar.ts'

const dayMs = 86_400_000
/** On the lamp: amber. */
const neverVisitedShare = 0.9

export interface VisitDue {
  place: Place
  lastVisitAt: Instant | null
  dueAt: Instant
  /** 1 is due, above is over. */
  usedShare: number
}

/** Results that count as a visit; an unanswered door does not. */
const counting = new Set(['met', 'met_family', 'remote_ok', 'nothing_new', 'declined'])

export function visitsDue(places: readonly Place[], visits: readonly Pick<Report, 'placeId' | 'capturedAt' | 'body' | 'standing'>[], now: Instant): VisitDue[] {
  const last = new Map<string, Instant>()
  for (const visit of visits) {
    if (!visit.placeId || visit.standing === 'withdrawn' || !counting.has(String(visit.body.result))) continue
    last.set(visit.placeId, Math.max(last.get(visit.placeId) ?? 0, visit.capturedAt))
  }
  return places.flatMap((place) => {
    if (!place.visitEveryDays) return []
    const lastVisitAt = last.get(place.id) ?? null
    const rhythmMs = place.visitEveryDays * dayMs
    // A door nobody has been to yet is due by the end of today: pressing, but not anybody's delay.
    const dueAt = lastVisitAt === null ? endOfDay(dayOf(now)) : lastVisitAt + rhythmMs
    return [{ place, lastVisitAt, dueAt, usedShare: lastVisitAt === null ? neverVisitedShare : (now - lastVisitAt) / rhythmMs }]
  })
}
