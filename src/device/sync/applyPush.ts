// Writes down what became of each change that was sent. Nothing is deleted: an acknowledged change stays until it is backed up.
import { newId } from '#domain/newId.ts'
import type { InstallId, Instant } from '#domain/ids.ts'
import type { ChangeResult, SyncResponse } from '#protocol/messages.ts'
import type { CaptureDb, OutboxEntry } from '../captureDb.ts'

export async function applyPush(db: CaptureDb, push: SyncResponse['push'], now: Instant): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, async () => {
    const entries = await db.outbox.bulkGet(push.results.map((result) => result.n))
    await db.outbox.bulkPut(push.results.flatMap((result, i) => {
      const entry = entries[i]
      return entry ? [decided(entry, result)] : []
    }))
    if (push.need !== null) await offerAgain(db, push.need)
    if (push.fork) await takeNewInstall(db, now)
  })
}

const decided = (entry: OutboxEntry, result: ChangeResult): OutboxEntry => ({
  ...entry,
  fate: result.s === 'parked' ? 'parked' : 'applied',
  ...(result.rowV === undefined ? {} : { rowV: result.rowV }),
  ...(result.fault ? { fault: result.fault } : {}),
})

/** The endpoint misses earlier numbers: everything from that one on is offered once more; ids keep it from doubling. */
async function offerAgain(db: CaptureDb, from: number): Promise<void> {
  await db.outbox.where('n').aboveOrEqual(from).modify({ fate: 'waiting' })
}

/**
 * Another database stands behind the endpoint (a restore): all this phone ever sent is offered again, in its old order and
 * under a new name, and every photo it still has. Ids and hashes keep it from doubling.
 */
export async function offerEverythingAgain(db: CaptureDb, now: Instant): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, db.photo, async () => {
    const entries = await db.outbox.toArray()
    const archived = entries.filter((entry) => entry.n < 1).sort((a, b) => b.n - a.n)
    const numbered = entries.filter((entry) => entry.n > 0)
    await db.outbox.clear()
    await renumber(db, [...archived, ...numbered].map((entry) => ({ ...entry, fate: 'waiting' })), now)
    await db.photo.where('state').equals('received').modify({ state: 'waiting' })
  })
}

/** Gives the entries the numbers 1, 2, 3 … of a new install. */
async function renumber(db: CaptureDb, entries: readonly OutboxEntry[], now: Instant): Promise<void> {
  await db.outbox.bulkAdd(entries.map((entry, i) => ({ ...entry, n: i + 1, change: { ...entry.change, n: i + 1 } })))
  await db.meta.put({ key: 'nextN', value: entries.length + 1 })
  await db.meta.put({ key: 'install', value: newId<InstallId>(now, crypto) })
}

/** Another copy of this database has used the same numbers (a restored phone): number again, under a new name, what is not acknowledged. */
export async function takeNewInstall(db: CaptureDb, now: Instant): Promise<void> {
  const waiting = await db.outbox.where('fate').equals('waiting').sortBy('n')
  const acknowledged = await db.outbox.where('fate').notEqual('waiting').toArray()
  await db.outbox.clear()
  // Acknowledged entries go before zero: they are never sent again under the new install, but stay for the record.
  const lowest = Math.min(0, ...acknowledged.map((entry) => entry.n))
  const archived: OutboxEntry[] = acknowledged.map((entry, i) => (entry.n > 0 ? { ...entry, n: lowest - 1 - i } : entry))
  await db.outbox.bulkAdd(archived)
  await renumber(db, waiting, now)
}
