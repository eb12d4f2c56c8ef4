// When a door is due: its rhythm counted from the last visit that met somebody or looked in. Says
// nothing of why it is visited.
import type { Instant } from './ids.ts'
import type { Place } from './place.ts'
import type { Report } from './report.ts'
import type { VisitRhythm } from './visitRhythm.ts'
import { dayOf, endOfDay } from './workCalendar.ts'

const dayMs = 86_400_000
/** Shown as a deadline: amber. */
const neverVisitedShare = 0.9

export interface VisitDue {
  place: Place
  lastVisitAt: Instant | null
  dueAt: Instant
  /** 1 is due, above is over. */
  usedShare: number
}

/** What counts as one is its kind's business (kinds/). */
type Visit = Pick<Report, 'placeId' | 'capturedAt' | 'standing'>

export function visitsDue(
  places: readonly Place[],
  rhythms: readonly VisitRhythm[],
  visits: readonly Visit[],
  now: Instant,
): VisitDue[] {
  const doors = new Map<string, Place>(places.map((place) => [place.id, place]))
  const last = new Map<string, Instant>()
  for (const visit of visits) {
    if (!visit.placeId || visit.standing === 'withdrawn') continue
    last.set(visit.placeId, Math.max(last.get(visit.placeId) ?? 0, visit.capturedAt))
  }
  return rhythms.flatMap(({ placeId, everyDays }) => {
    const place = doors.get(placeId)
    if (!place) return []
    const lastVisitAt = last.get(place.id) ?? null
    const rhythmMs = everyDays * dayMs
    // A door nobody has been to yet is due by the end of today: pressing, but not anybody's delay.
    const dueAt = lastVisitAt === null ? endOfDay(dayOf(now)) : lastVisitAt + rhythmMs
    return [
      {
        place,
        lastVisitAt,
        dueAt,
        usedShare: lastVisitAt === null ? neverVisitedShare : (now - lastVisitAt) / rhythmMs,
      },
    ]
  })
}
