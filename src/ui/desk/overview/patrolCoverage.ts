// How much of each grid's round was walked today: points checked of points planned.
import type { Grid } from '#domain/grid.ts'
import type { Instant, PlaceId } from '#domain/ids.ts'
import type { Patrol } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import { dayOf } from '#domain/workCalendar.ts'

export interface Coverage {
  gridId: string
  name: string
  checked: number
  planned: number
}

/** Grids without a point on a round are left out. */
export function patrolCoverage(
  grids: readonly Grid[],
  places: readonly Place[],
  patrols: readonly Patrol[],
  now: Instant,
): Coverage[] {
  const today = dayOf(now)
  const checked = new Set<PlaceId>()
  for (const patrol of patrols)
    for (const check of patrol.checks) if (dayOf(check.at) === today) checked.add(check.placeId)
  const rows = new Map<string, Coverage>(
    grids.map((grid) => [grid.id, { gridId: grid.id, name: grid.name, checked: 0, planned: 0 }]),
  )
  for (const place of places) {
    const row = place.isPatrolPoint ? rows.get(place.gridId) : undefined
    if (!row) continue
    row.planned++
    if (checked.has(place.id)) row.checked++
  }
  return [...rows.values()].filter((row) => row.planned > 0)
}
