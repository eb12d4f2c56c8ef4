// Writes down what became of each change that was sent. Nothing is deleted: an acknowledged change
// stays until it is backed up.
import { newId } from '#domain/newId.ts'
import type { ClientId, Instant } from '#domain/ids.ts'
import type { ChangeResult, SyncResponse } from '#protocol/messages.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { isCurrentClientId, startClientLog } from '../db/clientLog.ts'
import { deleteMeta, type Durable, readMeta, writeMeta } from '../db/meta.ts'
import { endLosses, resolveLosses } from '../outbox/losses.ts'

/**
 * @param install under whose name the changes were sent. Its numbers say nothing about the changes
 *   of another: a page that was not held by the lock, or a new binding, has numbered them again
 *   meanwhile.
 */
export async function applyPush(
  db: CaptureDb,
  install: string,
  push: SyncResponse['push'],
  now: Instant,
): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, db.photo, async () => {
    if (!(await isCurrentClientId(db, install))) return
    const entries = await db.outbox.bulkGet(push.results.map((result) => result.n))
    await db.outbox.bulkPut(
      push.results.flatMap((result, i) => {
        const entry = entries[i]
        return entry ? [decided(entry, result)] : []
      }),
    )
    if (push.fork) return rotateClientId(db, now)
    if (push.need !== null) await resendFrom(db, push.need)
    await followDurable(db, push.durable, push.results, now)
    await resolveLosses(db, push.last, now)
  })
}

const decided = ({ fault: _before, ...entry }: OutboxEntry, result: ChangeResult): OutboxEntry => ({
  ...entry,
  fate: result.s === 'parked' ? 'parked' : 'applied',
  ...(result.rowV === undefined ? {} : { rowV: result.rowV }),
  ...(result.fault ? { fault: result.fault } : {}),
})

/**
 * No request got through with it: the server has its name, and the only copy of what it says is
 * here.
 */
export const isBodyWithheld = ({ fault }: Pick<OutboxEntry, 'fault'>): boolean =>
  fault?.code === 'heldBack'

/**
 * The server misses earlier numbers: everything from that one on is offered once more; ids keep
 * it from doubling.
 */
async function resendFrom(db: CaptureDb, from: number): Promise<void> {
  await db.outbox
    .where('n')
    .aboveOrEqual(Math.max(1, from))
    .modify((entry) => {
      entry.fate = 'waiting'
      delete entry.backedUpAt
    })
}

export const readDurable = (db: CaptureDb): Promise<Durable | undefined> => readMeta(db, 'durable')

/** Marks what is backed up now, and takes the mark back where the server does (B2). */
async function followDurable(
  db: CaptureDb,
  durable: number | null,
  results: readonly ChangeResult[],
  now: Instant,
): Promise<void> {
  const before = await readDurable(db)
  const [known, told] = [before?.n ?? 0, durable ?? 0]
  const isDone = (entry: OutboxEntry): boolean =>
    entry.fate !== 'waiting' && entry.backedUpAt === undefined && !isBodyWithheld(entry)
  if (told > known)
    await db.outbox
      .where('n')
      .between(known, told, false, true)
      .and(isDone)
      .modify({ backedUpAt: now })
  if (told < known) {
    await db.outbox
      .where('n')
      .above(told)
      .modify((entry) => void delete entry.backedUpAt)
    // Another backup: what it has of the photos is asked anew.
    await db.photo
      .where('state')
      .equals('received')
      .modify((photo) => void delete photo.backedUpAt)
  }
  // Answered only now, though the backup had them before (a lost answer).
  const late = results.map((result) => result.n).filter((n) => n <= Math.min(known, told))
  if (late.length > 0)
    await db.outbox.where('n').anyOf(late).and(isDone).modify({ backedUpAt: now })
  if (before?.n !== durable) await writeMeta(db, 'durable', { n: durable, at: now })
}

/**
 * Another database stands behind the server (a restore): all this phone ever sent is offered
 * again, in its old order and under a new name, and every photo it still has. Ids and hashes keep
 * it from doubling.
 */
export async function resendEverything(db: CaptureDb, now: Instant): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, db.photo, async () => {
    await renumber(db, await db.outbox.toArray(), now)
    await db.photo
      .where('state')
      .equals('received')
      .modify((photo) => {
        photo.state = 'waiting'
        delete photo.backedUpAt
      })
  })
}

/**
 * A new name for this phone's client log: another copy of the database has used the same numbers (a
 * restored phone), or the member was bound anew. All that is not backed up is numbered again, what
 * is acknowledged included: it comes back `again`, and `durable` speaks of it too.
 */
export async function rotateClientId(db: CaptureDb, now: Instant): Promise<void> {
  const entries = await db.outbox.orderBy('n').toArray()
  const isKeptThere = (entry: OutboxEntry): boolean =>
    entry.backedUpAt !== undefined && !isBodyWithheld(entry)
  const backedUp = entries.filter(isKeptThere)
  // What is backed up goes before zero: never sent again, kept for its time.
  const lowest = Math.min(0, ...backedUp.map((entry) => entry.n))
  const archived = [
    ...backedUp.filter((entry) => entry.n < 1),
    ...backedUp
      .filter((entry) => entry.n > 0)
      .map((entry, i): OutboxEntry => ({ ...entry, n: lowest - 1 - i })),
  ]
  await renumber(
    db,
    entries.filter((entry) => !isKeptThere(entry)),
    now,
  )
  await db.outbox.bulkAdd(archived)
}

/**
 * Empties the outbox but for these, which get the numbers 1, 2, 3 … of a new client id, in the
 * order in which they were saved.
 */
async function renumber(
  db: CaptureDb,
  entries: readonly OutboxEntry[],
  now: Instant,
): Promise<void> {
  const archived = entries.filter((entry) => entry.n < 1).sort((a, b) => b.n - a.n)
  const numbered = entries.filter((entry) => entry.n > 0).sort((a, b) => a.n - b.n)
  const again = [...archived, ...numbered].map(({ backedUpAt: _, ...entry }, i): OutboxEntry => {
    const n = i + 1
    return { ...entry, n, change: { ...entry.change, n }, fate: 'waiting' }
  })
  await db.outbox.clear()
  await db.outbox.bulkAdd(again)
  await endLosses(db)
  await startClientLog(db, { clientId: newId<ClientId>(now, crypto), next: again.length + 1 })
  await deleteMeta(db, 'durable')
}
