// Doors of my grids whose visit is due, what comes within a fortnight, and how many were visited
// today.
import { computed, type ComputedRef } from 'vue'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Position } from '#domain/position.ts'
import { todaysVisits, type TodaysVisits } from '#domain/todaysVisits.ts'
import { visitsDue } from '#domain/visitDue.ts'
import { dayOf } from '#domain/workCalendar.ts'
import { visitsAmong } from '#kinds/kinds.ts'
import { useNow } from './useNow.ts'
import { useReference } from './useReference.ts'
import { useReports } from './useReports.ts'
import { useSession } from './useSession.ts'

export function useVisitsDue(position: () => Position | null): {
  todays: ComputedRef<TodaysVisits>
  /** Doors at which this member has met somebody today. */
  metToday: ComputedRef<number>
} {
  const reference = useReference()
  const reports = useReports()
  const session = useSession()
  const now = useNow()
  const visits = computed(() => visitsAmong(reports.all.map((view) => view.report)))
  const todays = computed(() => {
    const mine = new Set<string>(reference.myGrids.map((grid) => grid.id))
    const rhythms = reference.rhythms.filter((rhythm) => mine.has(rhythm.gridId))
    const here = position()
    return todaysVisits(
      visitsDue(reference.places, rhythms, visits.value, now.value),
      ({ place }) => (here ? distanceMetres(here, place) : null),
      now.value,
    )
  })
  const metToday = computed(() => {
    const met = visits.value.filter(
      ({ by, at, effect }) =>
        by === session.member?.id && effect === 'met' && dayOf(at) === dayOf(now.value),
    )
    return new Set(met.map(({ placeId }) => placeId)).size
  })
  return { todays, metToday }
}
