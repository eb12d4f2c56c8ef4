// Everything a person saved on this phone and nobody else has yet. Strict durability; upgrades only
// add.
import Dexie, { type Table } from 'dexie'
import type { DraftId, MemberId, PhotoHash } from '#domain/ids.ts'
import { keepConnected } from './connection.ts'
import type { IndexedDbEnvironment } from './requests.ts'
import type {
  Draft,
  DraftEnd,
  ImportedFile,
  MetaEntry,
  OutboxEntry,
  RecordedPart,
  SavedFrame,
  SavedPhoto,
} from './tables.ts'

export type { IndexedDbEnvironment } from './requests.ts'

export type CaptureDb = Dexie & {
  meta: Table<MetaEntry, string>
  draft: Table<Draft, DraftId>
  /** What became of drafts that are no more, for a month: no late writer brings them back. */
  draftEnd: Table<DraftEnd, DraftId>
  outbox: Table<OutboxEntry, number>
  photo: Table<SavedPhoto, PhotoHash>
  photoBytes: Table<{ hash: PhotoHash; bytes: ArrayBuffer }, PhotoHash>
  /**
   * Rows and photos that were backed up and whose changes and bytes have gone from this phone
   * since.
   */
  safe: Table<{ key: string }, string>
  /** Other phones' rescue files on their way, and what is left of them. */
  rescue: Table<ImportedFile, string>
  rescueFrame: Table<SavedFrame, [string, number]>
  recordedPart: Table<RecordedPart, [string, number]>
}

export interface CaptureEnvironment extends IndexedDbEnvironment {
  /** How many databases of this member were given up before this one. */
  generation?: number
  /**
   * Another page still has the database open in an older version: this one waits until it lets go.
   */
  onBlocked?: () => void
  /** The browser has cleared the database under the open page. */
  onEmptied?: () => void
}

export function openCaptureDb(
  memberId: MemberId,
  onSuperseded: () => void,
  environment: CaptureEnvironment = {},
): CaptureDb {
  const { indexedDB, IDBKeyRange, generation, onBlocked, onEmptied } = environment
  const db = new Dexie(captureName(memberId, generation), {
    ...(indexedDB && { indexedDB, IDBKeyRange }),
    chromeTransactionDurability: 'strict',
  }) as CaptureDb
  db.version(1).stores({
    meta: 'key',
    draft: 'id, kind',
    outbox: 'n, &id, row, fate',
    photo: 'hash, state',
    photoBytes: 'hash',
  })
  // Versions only add tables: an upgrade killed half-way is made again, and an older app still
  // opens a newer database.
  db.version(2).stores({ safe: 'key', rescue: 'id', rescueFrame: '[file+index]' })
  db.version(3).stores({ draftEnd: 'id, at' })
  db.version(4).stores({ recordedPart: '[recording+index]' })
  keepConnected(db, { onSuperseded, onBlocked, onEmptied })
  return db
}

/**
 * A database that could not be opened any more is left as it is, and the next one stands beside it.
 */
export const captureName = (memberId: MemberId, generation = 0): string =>
  `gridwalk-capture-${memberId}${generation > 0 ? `~${generation}` : ''}`
