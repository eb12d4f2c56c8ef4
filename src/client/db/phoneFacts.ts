// What is true of this phone whoever uses it: who that is, which database of theirs is the one,
// what must still be erased. Kept in a database of its own that is written to disk before anybody
// is told of it; browsers write localStorage seconds later, or never.
import Dexie, { type Table } from 'dexie'
import type { MemberId } from '#domain/ids.ts'
import type { IndexedDbEnvironment } from './captureDb.ts'
import type { WipeOrder } from './tables.ts'

export interface PhoneFacts {
  /** Null once they have left; absent on a phone that has never been told. */
  current?: MemberId | null
  /** Whose credential is just being written: theirs is the phone as soon as it is there. */
  binding?: MemberId
  /** How many databases of a member were given up. */
  beside?: Record<MemberId, number>
  /** What this phone was told to erase, until that is done and said. */
  wiping?: readonly WipeOrder[]
  /** A session that could not be ended without a connection. */
  isSessionToEnd?: boolean
}

export const phoneName = 'gridwalk-phone'

export const readFacts = (environment: IndexedDbEnvironment): Promise<PhoneFacts> =>
  withFacts(
    environment,
    'r',
    async (table) =>
      Object.fromEntries(
        (await table.toArray()).map(({ key, value }) => [key, value]),
      ) as PhoneFacts,
  )

/** All of it or nothing, and on the disk when it resolves. `undefined` takes a fact away. */
export const putFacts = (environment: IndexedDbEnvironment, facts: PhoneFacts): Promise<void> =>
  withFacts(environment, 'rw', async (table) => {
    await Promise.all(
      Object.entries(facts).map(([key, value]) =>
        value === undefined ? table.delete(key) : table.put({ key, value }),
      ),
    )
  })

type Facts = Table<{ key: string; value: unknown }, string>

/**
 * Opened for each look and closed again: nothing is held that could die or keep another page
 * waiting.
 */
async function withFacts<T>(
  { indexedDB, IDBKeyRange }: IndexedDbEnvironment,
  mode: 'r' | 'rw',
  work: (facts: Facts) => Promise<T>,
): Promise<T> {
  const db = new Dexie(phoneName, {
    ...(indexedDB && { indexedDB, IDBKeyRange }),
    chromeTransactionDurability: 'strict',
  })
  db.version(1).stores({ fact: 'key' })
  try {
    const facts: Facts = db.table('fact')
    return await db.transaction(mode, facts, () => work(facts))
  } finally {
    db.close()
  }
}
