// CAPTURE and STORE: one act of a person becomes one change in the outbox, with its photos released
// and its draft ended, in one strict transaction. Afterwards the stored change is read back; before
// that nothing may be called saved.
import type { NewChange } from '#domain/change.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { isSameChange } from '#protocol/sameChange.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { SavedPhoto, OutboxEntry } from '../db/tables.ts'
import { retryOnce } from '../db/connection.ts'
import { type DraftVersion, whyNotThisVersion } from '../drafts/draft.ts'
import { recallMs } from './recall.ts'
import { storageFault } from '../db/storageFault.ts'

export interface SaveInput {
  change: NewChange
  photos: readonly PhotoRef[]
  /** The draft that this change completes, in exactly the version that its author saw. */
  draft?: DraftVersion
  /** Its author may take it back for a moment. */
  isRecallable?: boolean
  now: Instant
}

type Written = { n: number; install?: string; fault?: undefined } | { fault: Fault }

export async function saveChange(
  db: CaptureDb,
  input: SaveInput,
  mirror: (n: number, install: string | undefined) => void = () => undefined,
): Promise<Result<number>> {
  try {
    const written = await retryOnce(db, () => write(db, input))
    if (written.fault) return fail(written.fault)
    const stored = await retryOnce(db, () => db.outbox.where('id').equals(input.change.id).first())
    if (!stored || !isSameChange(stored.change, input.change)) return fail(fault('storageLost'))
    // Read back under its own name: another page that took something back has moved it up by now.
    mirror(stored.n, written.install)
    return succeed(stored.n)
  } catch (error) {
    return fail(storageFault(error))
  }
}

const write = (db: CaptureDb, input: SaveInput): PromiseLike<Written> =>
  db.transaction(
    'rw',
    [db.meta, db.outbox, db.photo, db.draft, db.draftEnd],
    async (): Promise<Written> => {
      // All questions at once, then all writing at once: the person waits for two trips to the
      // database, not for ten.
      const { change, draft } = input
      const hashes = input.photos.flatMap(blobsOf).map((blob) => blob.hash)
      const [known, namesake, [nextN, installed], photos, refused, draftBefore] = await Promise.all(
        [
          db.outbox.where('id').equals(change.id).first(),
          change.op === 'create' || change.step
            ? db.outbox
                .where('row')
                .equals(change.row)
                .and((entry) => isNamesake(entry.change, change))
                .first()
            : undefined,
          db.meta.bulkGet(['nextN', 'install']),
          db.photo.bulkGet(hashes),
          draft && whyNotThisVersion(db, draft),
          input.isRecallable && draft ? db.draft.get(draft.id) : undefined,
        ],
      )
      const install = installed?.value as string | undefined
      // The same act twice (a double tap, a second try) is the same change under the same number;
      // anything else under its name is a fault.
      if (known)
        return isSameChange(known.change, change)
          ? { n: known.n, install }
          : { fault: fault('idTaken') }
      if (refused)
        return { fault: fault(refused.is === 'elsewhere' ? 'draftElsewhere' : 'draftEnded') }
      if (namesake) return { fault: fault('idTaken') }
      const next = (nextN?.value as number | undefined) ?? 1
      const entry: OutboxEntry = {
        n: next,
        id: change.id,
        row: change.row,
        change: { ...change, n: next },
        savedAt: input.now,
        fate: 'waiting',
        ...(input.isRecallable ? { recallUntil: input.now + recallMs } : {}),
        ...(draftBefore ? { draftBefore } : {}),
      }
      await Promise.all([
        db.outbox.add(entry),
        db.meta.put({ key: 'nextN', value: next + 1 }),
        db.photo.bulkPut(released(photos)),
        ...(draft
          ? [
              db.draft.delete(draft.id),
              db.draftEnd.put({
                id: draft.id,
                at: input.now,
                change: change.id,
                record: change.row as never,
              }),
            ]
          : []),
      ])
      return { n: next, install }
    },
  )

/** Another act under the name of the same record or step: the server has room for one. */
const isNamesake = (one: NewChange, other: NewChange): boolean =>
  other.op === 'create'
    ? one.op === 'create'
    : one.op === 'patch' && other.step !== undefined && one.step?.id === other.step.id

/** A record names them now, so they may leave. */
const released = (photos: readonly (SavedPhoto | undefined)[]): SavedPhoto[] =>
  photos.flatMap((photo) =>
    photo?.state === 'draft' ? [{ ...photo, state: 'waiting' as const }] : [],
  )
