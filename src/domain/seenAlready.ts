// Whether a thing that is being reported is perhaps there already: the nearest of the open reports
// of the same thing, for a person to say.
import { distanceMetres, type LatLon, leastMetres } from '#geo/distanceMetres.ts'
import type { Instant, PlaceId, ReportId } from './ids.ts'
import { arrivedAt, type Report } from './report.ts'
import { Shortlist } from './shortlist.ts'

export const seenAlready = {
  metres: 50,
  /** However vaguely both positions are known. */
  mostMetres: 100,
  days: 7,
  shown: 3,
} as const

export interface Seeing {
  /** Where the form says it is. */
  at: LatLon
  accuracyMetres: number | null
  placeId?: PlaceId
  now: Instant
  /** Of which the person has said that they are of another thing. */
  notSameAs?: readonly { id: ReportId }[]
}

export type Seen = Pick<Report, 'id' | 'placeId' | 'position' | 'capturedAt' | 'receivedAt'>

/**
 * The three nearest of these, those at the same place first. Reports without a position count at
 * their own place alone.
 */
export function nearestSeen<T extends { report: Seen }>(
  open: readonly T[],
  { at, accuracyMetres, placeId, now, notSameAs = [] }: Seeing,
): T[] {
  const nearest = new Shortlist<{ view: T; metres: number }>(
    seenAlready.shown,
    (a, b) => a.metres - b.metres,
  )
  for (const view of open) {
    if (notSameAs.some(({ id }) => id === view.report.id)) continue
    const metres = metresIfSame(view.report, { at, accuracyMetres, placeId, now })
    if (metres !== null) nearest.offer({ view, metres })
  }
  return nearest.kept.map(({ view }) => view)
}

/** How far from it a report lies that may be of the same thing, 0 at the same place; null else. */
export function metresIfSame(
  report: Seen,
  { at, accuracyMetres, placeId, now }: Omit<Seeing, 'at' | 'notSameAs'> & { at?: LatLon },
): number | null {
  if (arrivedAt(report) < now - seenAlready.days * 86_400_000) return null
  if (placeId !== undefined && report.placeId === placeId) return 0
  const { position } = report
  if (!position || !at) return null
  const doubt = Math.max(accuracyMetres ?? 0, position.accuracyMetres ?? 0)
  const reach = Math.min(seenAlready.mostMetres, seenAlready.metres + doubt)
  if (leastMetres(position, at) > reach) return null
  const metres = distanceMetres(position, at)
  return metres <= reach ? metres : null
}
