// When a door is due: its rhythm counted from the last visit that met somebody there. Says nothing
// of why it is visited.
import type { Instant, MemberId, PlaceId } from './ids.ts'
import type { Place } from './place.ts'
import type { VisitRhythm } from './visitRhythm.ts'
import { addDays, dayOf, endOfDay } from './workCalendar.ts'

/**
 * What a visit did to the rhythm of its door: somebody was met and it begins anew; somebody tried
 * and it goes on; nobody lives there any more and it rests until somebody is met again.
 */
export type VisitEffect = 'met' | 'attempted' | 'closed'

export interface VisitMade {
  placeId: PlaceId
  by: MemberId
  at: Instant
  effect: VisitEffect
  /** Key of the message that says how it ended. */
  wordKey: string
}

export interface VisitDue {
  place: Place
  /** When somebody was met last; null where nobody has been so far. */
  lastVisitAt: Instant | null
  /** The last attempt after that, if there was one. */
  attempt: VisitMade | null
  /** End of the day on which it is due, in Shanghai. */
  dueAt: Instant
  /** 1 is due, above is over. */
  usedShare: number
}

/** Shown as a deadline: amber. */
const neverVisitedShare = 0.9

export function visitsDue(
  places: readonly Place[],
  rhythms: readonly VisitRhythm[],
  visits: readonly VisitMade[],
  now: Instant,
): VisitDue[] {
  const doors = new Map<string, Place>(places.map((place) => [place.id, place]))
  const latest = latestByDoor(visits)
  return rhythms.flatMap(({ placeId, everyDays }) => {
    const place = doors.get(placeId)
    const { met, attempted, closed } = latest.get(placeId) ?? {}
    if (!place || (closed && closed.at >= (met?.at ?? 0))) return []
    const lastVisitAt = met?.at ?? null
    // A door nobody has been to yet is due by the end of today: pressing, but not anybody's delay.
    const dueAt =
      lastVisitAt === null ? endOfDay(dayOf(now)) : endOfDay(addDays(dayOf(lastVisitAt), everyDays))
    return [
      {
        place,
        lastVisitAt,
        attempt: attempted && attempted.at > (lastVisitAt ?? 0) ? attempted : null,
        dueAt,
        usedShare:
          lastVisitAt === null ? neverVisitedShare : (now - lastVisitAt) / (dueAt - lastVisitAt),
      },
    ]
  })
}

type Latest = Partial<Record<VisitEffect, VisitMade>>

function latestByDoor(visits: readonly VisitMade[]): Map<string, Latest> {
  const latest = new Map<string, Latest>()
  for (const visit of visits) {
    const ofDoor = latest.get(visit.placeId) ?? {}
    if (visit.at >= (ofDoor[visit.effect]?.at ?? 0)) ofDoor[visit.effect] = visit
    latest.set(visit.placeId, ofDoor)
  }
  return latest
}
