// A rhythm that still lies in the row of its place, as the first databases and copies have it, and
// where it belongs.
import type { GridId, PlaceId } from '#domain/ids.ts'
import { type Fields, nextVersion, type Row, rowOf } from '#domain/row.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'

/**
 * The place without it, one version on so that every phone takes it; null where there is nothing to
 * move.
 */
export function withoutRhythm(place: Row): { place: Row; rhythm: Row | null } | null {
  const { visitEveryDays: everyDays, ...f } = place.f as Fields & {
    gridId: GridId
    visitEveryDays?: unknown
  }
  if (everyDays === undefined) return null
  const rhythm =
    typeof everyDays === 'number' && everyDays > 0
      ? ({ placeId: place.id as PlaceId, gridId: f.gridId, everyDays } satisfies VisitRhythm)
      : null
  return {
    place: nextVersion(place, f),
    rhythm: rhythm && rowOf({ t: 'visitRhythm', id: place.id, v: 1, fv: {} }, { ...rhythm }),
  }
}
