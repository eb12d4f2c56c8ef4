// CAPTURE and STORE: one act of a person becomes one change in the outbox, with its photos released and its draft gone,
// in one strict transaction. Resolves after the transaction has completed; before that nothing may be called saved.
import type { NewChange } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { CaptureDb, KeptPhoto, OutboxEntry } from './captureDb.ts'
import { onceMore } from './connection.ts'
import { recallMs } from './recall.ts'
import { storageFault } from './storageFault.ts'

export interface Keeping {
  change: NewChange
  photos: readonly PhotoRef[]
  /** Draft that this change completes. */
  draftId?: string
  /** Its author may take it back for a moment. */
  isRecallable?: boolean
  now: Instant
}

/** Versions of the fields a patch sets, as their author saw them. A field the author has altered before and not yet sent is left out: the later change follows their own. */
export async function seenVersions(db: CaptureDb, row: { id: string; fv: Record<string, number> } | undefined, fields: readonly string[]): Promise<Record<string, number>> {
  if (!row) return {}
  const waiting = await db.outbox.where('row').equals(row.id).and((entry) => entry.fate === 'waiting').toArray()
  const own = new Set(waiting.flatMap((entry) => (entry.change.op === 'patch' ? Object.keys(entry.change.set ?? {}) : [])))
  return Object.fromEntries(fields.filter((field) => !own.has(field)).map((field) => [field, row.fv[field] ?? 1]))
}

export async function keepChange(db: CaptureDb, keeping: Keeping, mirror: (n: number, install: string | undefined) => void = () => undefined): Promise<Result<number>> {
  try {
    const { n, install } = await onceMore(db, () => write(db, keeping))
    mirror(n, install)
    return succeed(n)
  } catch (error) {
    return fail(storageFault(error) satisfies Fault)
  }
}

const write = (db: CaptureDb, keeping: Keeping): PromiseLike<{ n: number; install?: string }> =>
  db.transaction('rw', db.meta, db.outbox, db.photo, db.draft, async () => {
    // All questions at once, then all writing at once: the person waits for two trips to the database, not for ten.
    const hashes = keeping.photos.flatMap(blobsOf).map((blob) => blob.hash)
    const [known, [nextN, installed], photos, draftBefore] = await Promise.all([
      db.outbox.where('id').equals(keeping.change.id).first(), db.meta.bulkGet(['nextN', 'install']), db.photo.bulkGet(hashes),
      keeping.isRecallable && keeping.draftId ? db.draft.get(keeping.draftId as never) : undefined,
    ])
    const install = installed?.value as string | undefined
    // The same act twice (a double tap, a second try): the change id is the same, and so is the number.
    if (known) return { n: known.n, install }
    const next = (nextN?.value as number | undefined) ?? 1
    const entry: OutboxEntry = {
      n: next,
      id: keeping.change.id,
      row: keeping.change.row,
      change: { ...keeping.change, n: next },
      savedAt: keeping.now,
      fate: 'waiting',
      ...(keeping.isRecallable ? { recallUntil: keeping.now + recallMs } : {}),
      ...(draftBefore ? { draftBefore } : {}),
    }
    await Promise.all([
      db.outbox.add(entry),
      db.meta.put({ key: 'nextN', value: next + 1 }),
      db.photo.bulkPut(released(photos)),
      keeping.draftId ? db.draft.delete(keeping.draftId as never) : undefined,
    ])
    return { n: next, install }
  })

/** A record names them now, so they may leave. */
const released = (photos: readonly (KeptPhoto | undefined)[]): KeptPhoto[] =>
  photos.flatMap((photo) => (photo?.state === 'draft' ? [{ ...photo, state: 'waiting' as const }] : []))
