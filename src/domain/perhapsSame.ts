// Which open reports are perhaps of one thing without anybody having known: two phones that were
// both without a network, or one that came before the other had told. Worked out at the desk, which
// has all rows that its person may see: a pair of which they may see one alone they could neither
// look at nor decide. Asked with the measure that the phone asks with, kept up row by row.
import { SpotCells } from '#geo/spotCells.ts'
import type { ReportId } from './ids.ts'
import type { Report } from './report.ts'
import { metresIfSame, seenAlready, type Seen } from './seenAlready.ts'
import { Shortlist } from './shortlist.ts'

export interface Sighting {
  /** The same of all that may be one (kinds/isTheSame.ts). */
  thing: string
  report: Seen & Pick<Report, 'notSameAs'>
}

export interface Other {
  id: ReportId
  /** 0 at the same place. */
  metres: number
}

/** Of open reports alone; nothing that is said of people is put in. */
export class PerhapsSame {
  private readonly sightings = new Map<ReportId, Sighting>()
  private readonly spots = new Map<string, SpotCells<Sighting>>()
  private readonly places = new Map<string, Set<Sighting>>()
  /** With how many others each is perhaps one; those with none are not in it. */
  private readonly counts = new Map<ReportId, number>()

  has(id: string): boolean {
    return this.counts.has(id as ReportId)
  }

  /** The nearest three, the nearest first. */
  of(id: string): Other[] {
    const sighting = this.sightings.get(id as ReportId)
    const nearest = new Shortlist<Other>(seenAlready.shown, (a, b) => a.metres - b.metres)
    if (sighting) for (const other of this.othersOf(sighting)) nearest.offer(other)
    return nearest.kept
  }

  /** New, moved, or said to be another; false where it says the same as before. */
  put(sighting: Sighting): boolean {
    const before = this.sightings.get(sighting.report.id)
    if (before && isUnaltered(before, sighting)) return false
    if (before) this.remove(before.report.id)
    this.count(sighting, 1)
    this.sightings.set(sighting.report.id, sighting)
    this.keep(sighting)
    return true
  }

  remove(id: ReportId): void {
    const sighting = this.sightings.get(id)
    if (!sighting) return
    this.drop(sighting)
    this.sightings.delete(id)
    this.count(sighting, -1)
  }

  /** These and no others; false where nothing has changed. */
  replace(sightings: Iterable<Sighting>): boolean {
    const named = new Set<ReportId>()
    let isChanged = false
    for (const sighting of sightings) {
      named.add(sighting.report.id)
      isChanged = this.put(sighting) || isChanged
    }
    if (named.size === this.sightings.size) return isChanged
    for (const id of this.sightings.keys()) if (!named.has(id)) this.remove(id)
    return true
  }

  private count(sighting: Sighting, by: 1 | -1): void {
    for (const { id } of this.othersOf(sighting))
      for (const each of [id, sighting.report.id]) {
        const count = (this.counts.get(each) ?? 0) + by
        if (count > 0) this.counts.set(each, count)
        else this.counts.delete(each)
      }
  }

  private *othersOf(sighting: Sighting): Generator<Other> {
    for (const other of this.candidates(sighting)) {
      const metres = metresBetween(sighting.report, other.report)
      if (metres !== null) yield { id: other.report.id, metres }
    }
  }

  private candidates({ thing, report }: Sighting): Iterable<Sighting> {
    const near = report.position ? (this.spots.get(thing)?.near(report.position) ?? []) : []
    const there = this.places.get(placeKey(thing, report))
    return there ? new Set([...near, ...there]) : near
  }

  private keep(sighting: Sighting): void {
    const { thing, report } = sighting
    if (report.position) {
      const cells = this.spots.get(thing) ?? new SpotCells(seenAlready.mostMetres)
      this.spots.set(thing, cells)
      cells.put(sighting, report.position)
    }
    if (report.placeId) {
      const key = placeKey(thing, report)
      this.places.set(key, (this.places.get(key) ?? new Set()).add(sighting))
    }
  }

  private drop(sighting: Sighting): void {
    const { thing, report } = sighting
    if (report.position) this.spots.get(thing)?.take(sighting, report.position)
    const key = placeKey(thing, report)
    const there = this.places.get(key)
    there?.delete(sighting)
    if (there?.size === 0) this.places.delete(key)
  }
}

const placeKey = (thing: string, { placeId }: Seen): string => `${placeId ?? ''} ${thing}`

/** As the phone of the later one would have measured, had it known the other. */
function metresBetween(a: Sighting['report'], b: Sighting['report']): number | null {
  if (a.id === b.id || isSaidAnother(a, b) || isSaidAnother(b, a)) return null
  const isALater = a.capturedAt === b.capturedAt ? a.id > b.id : a.capturedAt > b.capturedAt
  const [later, earlier] = isALater ? [a, b] : [b, a]
  return metresIfSame(earlier, {
    at: later.position,
    accuracyMetres: later.position?.accuracyMetres ?? null,
    placeId: later.placeId,
    now: later.capturedAt,
  })
}

const isSaidAnother = (of: Sighting['report'], other: Sighting['report']): boolean =>
  of.notSameAs?.some(({ id }) => id === other.id) ?? false

function isUnaltered(a: Sighting, b: Sighting): boolean {
  const [one, two] = [a.report, b.report]
  return (
    a.thing === b.thing &&
    one.placeId === two.placeId &&
    one.position?.lat === two.position?.lat &&
    one.position?.lon === two.position?.lon &&
    one.position?.accuracyMetres === two.position?.accuracyMetres &&
    one.capturedAt === two.capturedAt &&
    one.receivedAt === two.receivedAt &&
    (one.notSameAs?.length ?? 0) === (two.notSameAs?.length ?? 0) &&
    (one.notSameAs?.every(({ id }, index) => two.notSameAs?.[index]?.id === id) ?? true)
  )
}
