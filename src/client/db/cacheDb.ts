// What the server told this phone. Can be thrown away and asked for again at any time, so
// durability is relaxed.
import Dexie, { type Table } from 'dexie'
import type { Instant, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Row, RowType } from '#domain/row.ts'
import type { IndexedDbEnvironment } from './captureDb.ts'
import { keepConnected } from './connection.ts'

export type CachedRow<T extends RowType = RowType> = Row<T> & {
  /** `report:0190…` — a range over the primary key is all rows of a type. */
  key: string
  /** The scopes it came in; it goes when the last one is left. */
  scopes: ScopeId[]
}

export type CacheDb = Dexie & {
  row: Table<CachedRow, string>
  /** `epoch`: of the server's database that it counts in; absent where an older app wrote it. */
  /**
   * `head`: where it is to come to; there while the very first pull is under way (firstPull.ts).
   */
  cursor: Table<{ scope: ScopeId; at: number; epoch?: string; head?: number }, string>
  thumb: Table<{ hash: PhotoHash; bytes: ArrayBuffer; usedAt: Instant }, PhotoHash>
}

export const cacheName = (memberId: MemberId): string => `gridwalk-cache-${memberId}`

export function openCacheDb(
  memberId: MemberId,
  onSuperseded: () => void,
  environment: IndexedDbEnvironment = {},
): CacheDb {
  const { indexedDB, IDBKeyRange } = environment
  const db = new Dexie(cacheName(memberId), {
    ...(indexedDB && { indexedDB, IDBKeyRange }),
    chromeTransactionDurability: 'relaxed',
  }) as CacheDb
  db.version(1).stores({ row: 'key', cursor: 'scope', thumb: 'hash, usedAt' })
  keepConnected(db, { onSuperseded })
  return db
}

export const rowKey = (t: RowType, id: string): string => `${t}:${id}`

/** Believed to be of the type that their key says. */
const tableOf = <T extends RowType>(db: CacheDb): Table<CachedRow<T>, string> => db.table('row')

export const cachedRows = async <T extends RowType>(db: CacheDb, t: T): Promise<CachedRow<T>[]> =>
  tableOf<T>(db).where('key').between(`${t}:`, `${t};`).toArray()

export const cachedRow = async <T extends RowType>(
  db: CacheDb,
  t: T,
  id: string,
): Promise<CachedRow<T> | undefined> => tableOf<T>(db).get(rowKey(t, id))
