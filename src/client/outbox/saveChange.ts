// CAPTURE and STORE: one act of a person becomes one change in the outbox, with its photos released
// and its draft ended, in one strict transaction. Afterwards the stored change is read back; before
// that nothing may be called saved.
import { type Attachment, blobsOf } from '#domain/attachment.ts'
import type { NewChange } from '#domain/change.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { ClientId, Instant, ReportId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { isSameChange } from '#protocol/sameChange.ts'
import { answersOf } from '../db/answersOf.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { type ClientLog, clientLogKeys, clientLogOf, moveNext } from '../db/clientLog.ts'
import type { Draft, DraftEnd, OutboxEntry, SavedPhoto } from '../db/tables.ts'
import { retryOnce } from '../db/connection.ts'
import { type DraftVersion, whyNotVersion } from '../drafts/draft.ts'
import { recallMs } from './recall.ts'
import { storageFault } from '../db/storageFault.ts'

export interface SaveInput {
  change: NewChange
  /** Photos and voice notes that it names. */
  photos: readonly Attachment[]
  /** The draft that this change completes, in exactly the version that its author saw. */
  draft?: DraftVersion
  /** Its author may take it back for a moment. */
  isRecallable?: boolean
  now: Instant
}

type Saved = {
  is: 'written'
  clientId: ClientId | undefined
  stored: Promise<unknown[]>
}
type Written = Saved | { is: 'refused'; fault: Fault }

type Mirror = (n: number, install: string | undefined) => void

export async function saveChange(
  db: CaptureDb,
  input: SaveInput,
  mirror: Mirror = () => undefined,
): Promise<Result<number>> {
  const { change } = input
  try {
    const written = await retryOnce(db, () => write(db, input))
    if (written.is === 'refused') return fail(written.fault)
    const [early] = (await written.stored.catch(() => [])) as [OutboxEntry?]
    const stored = early ?? (await askAgain(db, change))
    if (!stored || !isSameChange(stored.change, change)) return fail(fault('storageLost'))
    // Read back under its own name: another page that took something back has moved it up by now.
    mirror(stored.n, written.clientId)
    return succeed(stored.n)
  } catch (error) {
    return fail(storageFault(error))
  }
}

/** The connection died after the transaction had completed, or an engine looked too early. */
const askAgain = (db: CaptureDb, { id }: NewChange): Promise<OutboxEntry | undefined> =>
  retryOnce(db, () => db.outbox.where('id').equals(id).first())

/**
 * Asked for while the change is being written, answered once that has been committed: a transaction
 * over the same table waits for the one before it, and sees nothing of one that was aborted.
 */
function readBack(db: CaptureDb, { id }: NewChange): Promise<unknown[]> {
  const reading = db.backendDB().transaction('outbox', 'readonly')
  const stored = answersOf([reading.objectStore('outbox').index('id').get(id)])
  stored.catch(() => undefined) // heard only if the change was written
  return stored
}

const write = (db: CaptureDb, input: SaveInput): PromiseLike<Written> =>
  db.transaction(
    'rw',
    [db.meta, db.outbox, db.photo, db.draft, db.draftEnd],
    async (transaction): Promise<Written> => {
      const { change, draft } = input
      const there = await whatIsThere(transaction.idbtrans, input)
      const { clientId, next } = there.log
      // The same act twice (a double tap, a second try) is the same change under the same number;
      // anything else under its name is a fault.
      if (there.known)
        return isSameChange(there.known.change, change)
          ? { is: 'written', clientId, stored: readBack(db, change) }
          : { is: 'refused', fault: fault('idTaken') }
      const refused = draft && whyNotVersion(draft, there.draft, there.end)
      if (refused)
        return {
          is: 'refused',
          fault: fault(refused.is === 'elsewhere' ? 'draftElsewhere' : 'draftEnded'),
        }
      if (there.ofRow.some((entry) => isNamesake(entry.change, change)))
        return { is: 'refused', fault: fault('idTaken') }
      const entry: OutboxEntry = {
        n: next,
        id: change.id,
        row: change.row,
        change: { ...change, n: next },
        savedAt: input.now,
        fate: 'waiting',
        ...(input.isRecallable ? { recallUntil: input.now + recallMs } : {}),
        ...(input.isRecallable && there.draft ? { draftBefore: there.draft } : {}),
      }
      const writing = Promise.all([
        db.outbox.add(entry),
        moveNext(db, next + 1),
        db.photo.bulkPut(released(there.photos)),
        ...(draft
          ? [
              db.draft.delete(draft.id),
              db.draftEnd.put({
                id: draft.id,
                at: input.now,
                change: change.id,
                record: change.row as ReportId,
              }),
            ]
          : []),
      ])
      const stored = readBack(db, change)
      await writing
      return { is: 'written', clientId, stored }
    },
  )

interface There {
  /** The very act, saved before. */
  known: OutboxEntry | undefined
  /** All of the same record. */
  ofRow: OutboxEntry[]
  log: ClientLog
  draft: Draft | undefined
  end: DraftEnd | undefined
  photos: (SavedPhoto | undefined)[]
}

/** All questions at once: the person waits for one trip to the database, not for ten. */
async function whatIsThere(
  transaction: IDBTransaction,
  { change, draft, photos }: SaveInput,
): Promise<There> {
  const [meta, outbox, photo, drafts, ends] = ['meta', 'outbox', 'photo', 'draft', 'draftEnd'].map(
    (name) => transaction.objectStore(name),
  ) as [IDBObjectStore, IDBObjectStore, IDBObjectStore, IDBObjectStore, IDBObjectStore]
  const hashes = photos.flatMap(blobsOf).map((blob) => blob.hash)
  const answers = await answersOf([
    outbox.index('id').get(change.id),
    outbox.index('row').getAll(change.row),
    ...clientLogKeys.map((key) => meta.get(key)),
    ...hashes.map((hash) => photo.get(hash)),
    ...(draft ? [drafts.get(draft.id), ends.get(draft.id)] : []),
  ])
  const [known, ofRow, install, nextN, ...rest] = answers as [
    There['known'],
    There['ofRow'],
    { value: ClientId } | undefined,
    { value: number } | undefined,
    ...unknown[],
  ]
  const [own, end] = rest.slice(hashes.length) as [There['draft'], There['end']]
  return {
    known,
    ofRow,
    log: clientLogOf(install?.value, nextN?.value),
    photos: rest.slice(0, hashes.length) as There['photos'],
    draft: own,
    end,
  }
}

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
