// What the endpoint told this phone. Can be thrown away and asked for again at any time, so durability is relaxed.
import Dexie, { type Table } from 'dexie'
import type { Instant, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Fields, RowType } from '#domain/row.ts'
import { closeForGood, type IndexedDbEnvironment } from './captureDb.ts'

export interface CachedRow {
  /** `report:0190…` — a range over the primary key is all rows of a type. */
  key: string
  t: RowType
  id: string
  v: number
  fv: Record<string, number>
  f: Fields
  /** The scopes it came in; it goes when the last one is left. */
  scopes: ScopeId[]
}

export type CacheDb = Dexie & {
  row: Table<CachedRow, string>
  cursor: Table<{ scope: ScopeId; at: number }, string>
  thumb: Table<{ hash: PhotoHash; bytes: ArrayBuffer; usedAt: Instant }, PhotoHash>
}

export function openCacheDb(memberId: MemberId, onSuperseded: () => void, environment: IndexedDbEnvironment = {}): CacheDb {
  const db = new Dexie(`gridwalk-cache-${memberId}`, { ...environment, chromeTransactionDurability: 'relaxed' }) as CacheDb
  db.version(1).stores({ row: 'key', cursor: 'scope', thumb: 'hash, usedAt' })
  closeForGood(db, onSuperseded)
  return db
}

export const rowKey = (t: RowType, id: string): string => `${t}:${id}`

export const rowsOfType = (db: CacheDb, t: RowType) => db.row.where('key').between(`${t}:`, `${t};`)
