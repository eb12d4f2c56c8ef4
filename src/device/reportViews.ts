// The questions screens ask about reports: the endpoint's rows with this phone's own changes on top, and how safe each is.
import type { Fault } from '#domain/fault.ts'
import type { MemberId, PhotoHash } from '#domain/ids.ts'
import { layOver } from '#domain/layOver.ts'
import type { Patrol } from '#domain/patrol.ts'
import { leastSafe, type Receipt } from '#domain/receipt.ts'
import { photosOf, type Report } from '#domain/report.ts'
import type { Row, RowType } from '#domain/row.ts'
import { type CachedRow, type CacheDb, rowsOfType } from './cacheDb.ts'
import type { CaptureDb, KeptPhoto, OutboxEntry } from './captureDb.ts'

export interface ReportView {
  report: Report
  /** Of the record itself, its photos apart. */
  receipt: Receipt
  /** Photos of the record and its steps, and how many of them the endpoint has. */
  photos: { expected: number; arrived: number }
  /** Why a person must look at it: a parked change or a photo that cannot be sent. */
  attention: Fault | null
  isMine: boolean
}

export interface OnPhone {
  entries: readonly OutboxEntry[]
  photos: ReadonlyMap<PhotoHash, KeptPhoto>
}

export async function onPhone(capture: CaptureDb): Promise<OnPhone> {
  const [entries, photos] = await Promise.all([capture.outbox.orderBy('n').toArray(), capture.photo.toArray()])
  return { entries, photos: new Map(photos.map((photo) => [photo.hash, photo])) }
}

export const cachedRows = (cache: CacheDb, t: RowType): Promise<CachedRow[]> => rowsOfType(cache, t).toArray()

export function reportViews(rows: readonly CachedRow[], own: OnPhone, me: MemberId): ReportView[] {
  const entriesOf = group(own.entries.filter((entry) => entry.change.t === 'report'))
  const views: ReportView[] = []
  for (const row of rows) {
    const entries = entriesOf.get(row.id)
    entriesOf.delete(row.id)
    views.push(viewOf(row, entries ?? [], own, me))
  }
  for (const entries of entriesOf.values()) {
    if (layOver(null, entries)) views.push(viewOf(null, entries, own, me))
  }
  return views.sort((a, b) => b.report.capturedAt - a.report.capturedAt)
}

function viewOf(row: Row | null, entries: readonly OutboxEntry[], own: OnPhone, me: MemberId): ReportView {
  const report = layOver(row, entries)!.f as unknown as Report
  const expected = [...new Set(photosOf(report).map((photo) => photo.hash))]
  const there = new Set(report.arrived ?? [])
  const arrived = expected.filter((hash) => there.has(hash) || own.photos.get(hash)?.state === 'received')
  const unreadable = expected.map((hash) => own.photos.get(hash)).find((photo) => photo?.state === 'unreadable' && !there.has(photo.hash))
  const parked = entries.findLast((entry) => entry.fate === 'parked')
  return {
    report,
    receipt: entries.length > 0 ? leastSafe(entries.map(receiptOf)) : { state: 'received' },
    photos: { expected: expected.length, arrived: arrived.length },
    attention: parked?.fault ?? unreadable?.fault ?? null,
    isMine: report.by === me,
  }
}

/** `applied` is received, not backed up: no second place has told this phone so yet. */
function receiptOf(entry: OutboxEntry): Receipt {
  if (entry.fate === 'waiting') return { state: 'onPhone' }
  if (entry.fate === 'parked') return { state: 'attention', fault: entry.fault ?? { code: 'internal' } }
  return { state: 'received' }
}

export function patrolsOf(rows: readonly CachedRow[], own: OnPhone): Patrol[] {
  const entriesOf = group(own.entries.filter((entry) => entry.change.t === 'patrol'))
  const seen = rows.map((row) => {
    const entries = entriesOf.get(row.id) ?? []
    entriesOf.delete(row.id)
    return layOver(row, entries)!
  })
  for (const entries of entriesOf.values()) {
    const row = layOver(null, entries)
    if (row) seen.push(row)
  }
  return seen.map((row) => row.f as unknown as Patrol).sort((a, b) => b.startedAt - a.startedAt)
}

function group(entries: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
  const groups = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    const known = groups.get(entry.row)
    if (known) known.push(entry)
    else groups.set(entry.row, [entry])
  }
  return groups
}
