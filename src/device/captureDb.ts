// Everything a person saved on this phone and nobody else has yet. Strict durability; upgrades only add.
import Dexie, { type EntityTable, type Table } from 'dexie'
import type { Change } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId, Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { Draft } from './draft.ts'

/** A change and what became of it. Kept after it is acknowledged until a second place has it. */
export interface OutboxEntry {
  n: number
  id: ChangeId
  row: string
  change: Change
  savedAt: Instant
  fate: 'waiting' | 'applied' | 'parked'
  /** Version of the row that has this change in it, once applied. */
  rowV?: number
  fault?: Fault
}

/** What is known of a photo on this phone. Its bytes lie in a table of their own, so that counting a thousand photos reads none of them. */
export interface KeptPhoto {
  hash: PhotoHash
  size: number
  part: 'photo' | 'thumb' | 'stamped'
  /** `draft` until a saved record names it. */
  state: 'draft' | 'waiting' | 'received' | 'unreadable'
  savedAt: Instant
  fault?: Fault
}

interface MetaEntry {
  key: string
  value: unknown
}

export type CaptureDb = Dexie & {
  meta: Table<MetaEntry, string>
  draft: EntityTable<Draft, 'id'>
  outbox: Table<OutboxEntry, number>
  photo: Table<KeptPhoto, PhotoHash>
  photoBytes: Table<{ hash: PhotoHash; bytes: ArrayBuffer }, PhotoHash>
}

export interface IndexedDbEnvironment {
  indexedDB?: IDBFactory
  IDBKeyRange?: typeof IDBKeyRange
}

export function openCaptureDb(memberId: MemberId, onSuperseded: () => void, environment: IndexedDbEnvironment = {}): CaptureDb {
  const db = new Dexie(`gridwalk-capture-${memberId}`, { ...environment, chromeTransactionDurability: 'strict' }) as CaptureDb
  db.version(1).stores({ meta: 'key', draft: 'id, kind', outbox: 'n, &id, row, fate', photo: 'hash, state', photoBytes: 'hash' })
  closeForGood(db, onSuperseded)
  return db
}

/** A newer version of the app wants the database: this tab lets go and never opens it again by itself. */
export function closeForGood(db: Dexie, onSuperseded: () => void): void {
  db.on('versionchange', () => {
    db.close({ disableAutoOpen: true })
    onSuperseded()
  })
}
