// An act that was just saved can be taken back for a moment. It lies in the outbox from the first
// instant like every other and survives whatever happens to the page; it only does not leave yet,
// nor does what was saved after it. Whoever puts it into a request takes `recallUntil` from it in
// the same transaction: from then on it stands.
import { blobsOf } from '#domain/attachment.ts'
import { fault } from '#domain/fault.ts'
import type { ChangeId, Instant, PhotoHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { moveNext, readClientLog } from '../db/clientLog.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { retryOnce } from '../db/connection.ts'
import { attachmentsNamed } from '../photos/freeSpace.ts'
import { storageFault } from '../db/storageFault.ts'

export const recallMs = 6_000
/** What seems to wait longer than this was saved under another clock, and leaves. */
const longestMs = 10_000

const leavesInMs = ({ recallUntil }: OutboxEntry, now: Instant): number => {
  const left = (recallUntil ?? now) - now
  return left > longestMs ? 0 : Math.max(0, left)
}

const waitingIn = (db: CaptureDb): Promise<OutboxEntry[]> =>
  db.outbox.where('fate').equals('waiting').sortBy('n')

/**
 * What `choose` takes of all that may leave now, oldest first. None of it can be taken back any
 * more.
 */
export const takeToSend = (
  db: CaptureDb,
  now: Instant,
  choose: (waiting: OutboxEntry[]) => OutboxEntry[],
): Promise<OutboxEntry[]> =>
  retryOnce(db, () =>
    db.transaction('rw', db.outbox, async () => {
      const waiting = await waitingIn(db)
      const kept = waiting.findIndex((entry) => leavesInMs(entry, now) > 0)
      const chosen = choose(kept < 0 ? waiting : waiting.slice(0, kept))
      const sent = chosen.map(withoutRecall)
      await db.outbox.bulkPut(sent.filter((_, i) => chosen[i]?.recallUntil !== undefined))
      return sent
    }),
  )

const withoutRecall = ({
  recallUntil: _until,
  draftBefore: _draft,
  ...entry
}: OutboxEntry): OutboxEntry => entry

/** When the first of what is kept back may leave; undefined when nothing is. */
export async function nextLeavesInMs(db: CaptureDb, now: Instant): Promise<number | undefined> {
  const kept = (await waitingIn(db)).find((entry) => leavesInMs(entry, now) > 0)
  return kept && leavesInMs(kept, now)
}

/**
 * Nothing can be taken back from now on: all of it goes into a file, or its author leaves this
 * phone.
 */
export const letAllStand = (db: CaptureDb): Promise<unknown> =>
  retryOnce(db, () =>
    db.outbox
      .where('fate')
      .equals('waiting')
      .and((entry) => entry.recallUntil !== undefined)
      .modify((entry) => {
        delete entry.recallUntil
        delete entry.draftBefore
      }),
  )

const hashesIn = (entry: OutboxEntry): PhotoHash[] =>
  attachmentsNamed(entry)
    .flatMap(blobsOf)
    .map((blob) => blob.hash)

/** Photos of acts that may still be taken back: they leave with their words, not before. */
export async function photosKeptBack(db: CaptureDb): Promise<Set<PhotoHash>> {
  const kept = (await waitingIn(db)).filter((entry) => entry.recallUntil !== undefined)
  return new Set(kept.flatMap(hashesIn))
}

type Mirror = (n: number, install: string | undefined) => void

/**
 * Takes back an act that has not left, as if it had never been saved: later ones move up, so that
 * numbers have no gap; its photos and its half-written form are there again. Not when something
 * later of the same row was built upon it.
 */
export async function takeBack(
  db: CaptureDb,
  id: ChangeId,
  mirror: Mirror = () => undefined,
): Promise<Result<null>> {
  try {
    const [entry, { clientId }] = await Promise.all([
      db.outbox.where('id').equals(id).first(),
      readClientLog(db),
    ])
    if (entry?.recallUntil === undefined) return fail(fault('tooLate'))
    // First of all: killed in between, the local fallback remembers too little and never a number
    // that is free again.
    mirror(entry.n - 1, clientId)
    const { last, isTakenBack } = await retryOnce(db, () => removed(db, id))
    mirror(last, clientId)
    return isTakenBack ? succeed(null) : fail(fault('tooLate'))
  } catch (error) {
    return fail(storageFault(error))
  }
}

const removed = (
  db: CaptureDb,
  id: ChangeId,
): PromiseLike<{ last: number; isTakenBack: boolean }> =>
  db.transaction('rw', [db.meta, db.outbox, db.photo, db.draft, db.draftEnd], async () => {
    const [all, { next }] = await Promise.all([db.outbox.orderBy('n').toArray(), readClientLog(db)])
    const last = next - 1
    const entry = all.find((each) => each.id === id)
    if (!entry || !mayBeTakenBack(entry, all, last)) return { last, isTakenBack: false }
    const later = all.filter((each) => each.n > entry.n)
    const others = new Set(all.filter((each) => each !== entry).flatMap(hashesIn))
    const free = hashesIn(entry).filter((hash) => !others.has(hash))
    await db.outbox.bulkDelete([entry, ...later].map(({ n }) => n))
    await Promise.all([
      db.outbox.bulkAdd(
        later.map((each): OutboxEntry => ({
          ...each,
          n: each.n - 1,
          change: { ...each.change, n: each.n - 1 },
        })),
      ),
      moveNext(db, last),
      db.photo
        .where('hash')
        .anyOf(free)
        .and((photo) => photo.state === 'waiting')
        .modify({ state: 'draft' }),
      // As its next version: a page that still holds the one before does not write over it.
      ...(entry.draftBefore
        ? [
            db.draft.put({ ...entry.draftBefore, version: entry.draftBefore.version + 1 }),
            db.draftEnd.delete(entry.draftBefore.id),
          ]
        : []),
    ])
    return { last: last - 1, isTakenBack: true }
  })

/** Everything after it waits as well, without a gap, and nothing of it is about the same row. */
function mayBeTakenBack(entry: OutboxEntry, all: readonly OutboxEntry[], last: number): boolean {
  const later = all.filter((each) => each.n > entry.n)
  const isWhole = later.length === last - entry.n && later.every((each) => each.fate === 'waiting')
  return (
    entry.fate === 'waiting' &&
    entry.recallUntil !== undefined &&
    isWhole &&
    !later.some((each) => each.row === entry.row)
  )
}
