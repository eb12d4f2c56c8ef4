// The questions screens ask about reports: the server's rows with this phone's own changes on
// top, and how safe each is.
import type { Fault } from '#domain/fault.ts'
import type { MemberId, PhotoHash } from '#domain/ids.ts'
import { type Arrival, leastSafe, type Receipt } from '#domain/receipt.ts'
import { photosOf, type Report, voiceOf } from '#domain/report.ts'
import type { CachedRow } from '../db/cacheDb.ts'
import { ownFields } from '../drafts/ownFields.ts'
import type { OutboxEntry, SavedPhoto, Seen } from '../db/tables.ts'
import { type LocalRow, localRows } from './localRows.ts'
import type { OnPhone } from './onPhone.ts'

export interface LocalReport {
  report: Report
  /** Of the record itself, its photos and voice notes apart. */
  receipt: Receipt
  /** Photos of the record and its steps, and how many of them the server has. */
  photos: Arrival
  /** The same of its voice notes. */
  voice: Arrival
  /**
   * Of each photo and voice note that this phone knows something of; what another phone still holds
   * is not in it.
   */
  attachmentReceipts: ReadonlyMap<PhotoHash, Receipt>
  /**
   * Why a person must look at it: a parked change, or a photo or voice note that cannot be sent.
   */
  attention: Fault | null
  isMine: boolean
  /** The versions behind what is shown, to be sent with what is altered of it. */
  seen: Pick<Seen, 'fv' | 'own'>
  /**
   * The record itself was parked and nobody has applied it yet: it can be looked at, not worked on.
   */
  isParked?: true
}

export function localReports(
  rows: readonly CachedRow<'report'>[],
  own: OnPhone,
  me: MemberId,
): LocalReport[] {
  return localRows(rows, own, 'report')
    .map((local) => viewOf(local, own, me))
    .sort((a, b) => b.report.capturedAt - a.report.capturedAt)
}

function viewOf(
  { row, seen, entries }: LocalRow<'report'>,
  own: OnPhone,
  me: MemberId,
): LocalReport {
  const report = timed(seen.f, own.clockOff)
  const photos = new Set(photosOf(report).map(({ hash }) => hash))
  const voice = new Set(voiceOf(report).map(({ hash }) => hash))
  const expected = [...photos, ...voice]
  const there = new Set(report.arrived ?? [])
  const attachmentReceipts = new Map(
    expected.flatMap((hash) => attachmentReceiptOf(hash, there, own) ?? []),
  )
  const arrivalOf = (hashes: ReadonlySet<PhotoHash>): Arrival => ({
    expected: hashes.size,
    arrived: [...hashes].filter((hash) => isArrived(attachmentReceipts.get(hash))).length,
  })
  const unreadable = expected
    .map((hash) => own.photos.get(hash))
    .find((photo) => photo?.state === 'unreadable' && !there.has(photo.hash))
  const parked = entries.findLast((entry) => entry.fate === 'parked' && !entry.isAcknowledged)
  return {
    report,
    receipt:
      entries.length > 0
        ? leastSafe(entries.map(receiptOf))
        : { state: own.safe.has(report.id) ? 'backedUp' : 'received' },
    photos: arrivalOf(photos),
    voice: arrivalOf(voice),
    attachmentReceipts,
    attention: parked?.fault ?? unreadable?.fault ?? null,
    isMine: report.by === me,
    seen: { fv: row?.fv ?? null, own: ownFields(entries) },
    ...(row === null &&
    entries.some((entry) => entry.fate === 'parked' && entry.change.op === 'create')
      ? { isParked: true }
      : {}),
  }
}

/** Shown by the server's clock where that is known: nothing is captured after it was received. */
function timed(report: Report, clockOff: number): Report {
  const capturedAt =
    report.receivedAt === undefined
      ? report.capturedAt + clockOff
      : Math.min(report.capturedAt, report.receivedAt)
  return capturedAt === report.capturedAt ? report : { ...report, capturedAt }
}

const isArrived = (receipt: Receipt | undefined): boolean =>
  receipt?.state === 'received' || receipt?.state === 'backedUp'

/**
 * The server's word stands above the phone's: what has arrived is not held against bytes that
 * cannot be read here.
 */
function attachmentReceiptOf(
  hash: PhotoHash,
  there: ReadonlySet<PhotoHash>,
  own: OnPhone,
): [[PhotoHash, Receipt]] | undefined {
  const kept = own.photos.get(hash)
  if (kept?.backedUpAt !== undefined || own.safe.has(hash)) return [[hash, { state: 'backedUp' }]]
  // the server had it, and has lost it
  const isOffered = kept?.state === 'waiting' && kept.receivedAt !== undefined
  if ((there.has(hash) && !isOffered) || kept?.state === 'received')
    return [[hash, { state: 'received' }]]
  if (!kept) return undefined
  return [
    [
      hash,
      kept.state === 'unreadable'
        ? { state: 'attention', fault: kept.fault ?? { code: lostAs(kept) } }
        : { state: 'onPhone' },
    ],
  ]
}

const lostAs = ({ part }: SavedPhoto) => (part === 'voice' ? 'voiceLost' : 'photoLost')

/** Applied is received; backed up it is only where the server has said so. */
function receiptOf(entry: OutboxEntry): Receipt {
  if (entry.fate === 'waiting') return { state: 'onPhone' }
  if (entry.fate === 'parked' && !entry.isAcknowledged)
    return { state: 'attention', fault: entry.fault ?? { code: 'internal' } }
  return { state: entry.backedUpAt === undefined ? 'received' : 'backedUp' }
}
