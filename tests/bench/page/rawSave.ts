// The same work as saveChange with nothing in between: the reads and writes of one save in one
// strict transaction of IndexedDB, in a database of the same tables.
import { captureName, openCaptureDb } from '#client/db/captureDb.ts'
import type { Draft, OutboxEntry, SavedPhoto } from '#client/db/tables.ts'
import type { MemberId } from '#domain/ids.ts'

export interface RawSave {
  entry: OutboxEntry
  draft: Draft
  photos: readonly SavedPhoto[]
}

export async function openSameTables(memberId: MemberId): Promise<IDBDatabase> {
  const shape = openCaptureDb(memberId, () => undefined)
  await shape.open()
  shape.close()
  return answerOf(indexedDB.open(captureName(memberId)))
}

const stores = ['meta', 'outbox', 'photo', 'draft', 'draftEnd']

/** What lies there before the tap: the draft and its photos. */
export async function prepareRaw(db: IDBDatabase, { draft, photos }: RawSave): Promise<void> {
  const transaction = db.transaction(['photo', 'draft'], 'readwrite')
  transaction.objectStore('draft').put(draft)
  for (const photo of photos) transaction.objectStore('photo').put(photo)
  await endOf(transaction)
}

export async function saveRaw(db: IDBDatabase, { entry, draft, photos }: RawSave): Promise<void> {
  const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' })
  const [meta, outbox, photo, drafts, ends] = stores.map((name) => transaction.objectStore(name))
  const questions = [
    outbox!.index('id').get(entry.id),
    outbox!.index('row').openCursor(entry.row),
    meta!.get('nextN'),
    meta!.get('install'),
    ...photos.map(({ hash }) => photo!.get(hash)),
    drafts!.get(draft.id),
    ends!.get(draft.id),
  ]
  // Answers come in the order of the questions: the last one has all.
  questions.at(-1)!.onsuccess = () => {
    outbox!.add(entry)
    meta!.put({ key: 'nextN', value: entry.n + 1 })
    for (const each of photos) photo!.put({ ...each, state: 'waiting' })
    drafts!.delete(draft.id)
    ends!.put({ id: draft.id, at: entry.savedAt, change: entry.id, record: entry.row })
  }
  await endOf(transaction)
}

export async function readBack(db: IDBDatabase, { entry }: RawSave): Promise<void> {
  const outbox = db.transaction('outbox').objectStore('outbox')
  await answerOf(outbox.index('id').get(entry.id))
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error!)
  })
}

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error!)
  })
}
