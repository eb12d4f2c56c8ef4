// Whether a hazard is perhaps reported already, asked of fifty thousand open reports. The limit is
// the plain way: how far it is to each, and all of them sorted.
import type { ReportId } from '#domain/ids.ts'
import { nearestSeen, seenAlready } from '#domain/seenAlready.ts'
import { distanceMetres, type LatLon } from '#geo/distanceMetres.ts'
import { type Figure, percentileOf } from './figures.ts'
import { msOf } from './msOf.ts'
import { somePlaces } from './somePlaces.ts'

const [reportCount, queries, rounds] = [50_000, 300, 5]

export function seenAlreadyPart(): Figure[] {
  const now = Date.now()
  const open = somePlaces(reportCount).map(({ lat, lon }, n) => ({
    report: {
      id: `r-${n}` as ReportId,
      capturedAt: now - (n % 10) * 86_400_000,
      position: { lat, lon, accuracyMetres: 5 + (n % 20), source: 'gps' as const, at: now },
    },
  }))
  const spots = open
    .filter((_, n) => n % Math.floor(reportCount / queries) === 0)
    .map(({ report: { position } }) => position)
  const plain = (at: LatLon): unknown =>
    open
      .map(({ report }) => ({ report, metres: distanceMetres(report.position, at) }))
      .sort((a, b) => a.metres - b.metres)
      .slice(0, seenAlready.shown)
  const round = (): number[] =>
    spots.map((at) => msOf(() => nearestSeen(open, { at, accuracyMetres: 8, now })))
  round()
  const ours = Array.from({ length: rounds }, round)
  const limit = spots.slice(0, 20).map((at) => msOf(() => plain(at)))
  const within = (percent: number): number[] => ours.map((each) => percentileOf(each, percent))
  const of = `reported already? ${reportCount.toLocaleString('en')} open reports`
  return [
    { what: `${of}, half of ${spots.length} within`, unit: 'ms', ours: within(50), limit, most: 5 },
    { what: '  99 of 100 within', unit: 'ms', ours: within(99), limit, most: 5 },
  ]
}
