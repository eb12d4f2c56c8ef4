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
  notSameAs?: readonly ReportId[]
}

type Seen = Pick<Report, 'id' | 'placeId' | 'position' | 'capturedAt' | 'receivedAt'>

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
    const { report } = view
    if (arrivedAt(report) < now - seenAlready.days * 86_400_000) continue
    if (notSameAs.includes(report.id)) continue
    const { position } = report
    const doubt = Math.max(accuracyMetres ?? 0, position?.accuracyMetres ?? 0)
    const reach = Math.min(seenAlready.mostMetres, seenAlready.metres + doubt)
    const metres =
      placeId !== undefined && report.placeId === placeId
        ? 0
        : position && leastMetres(position, at) <= reach
          ? distanceMetres(position, at)
          : Infinity
    if (metres <= reach) nearest.offer({ view, metres })
  }
  return nearest.kept.map(({ view }) => view)
}
