// Tap to tick: one record with a photo and its draft through saveChange, against the same reads and
// writes in one strict transaction of raw IndexedDB, and against one strict put of the same bytes.
import { openCaptureDb } from '#client/db/captureDb.ts'
import type { OutboxEntry, SavedPhoto } from '#client/db/tables.ts'
import { newDraft, writeDraft } from '#client/drafts/draft.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import type { MemberId, ReportId } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { sampleCreate } from '../sampleReport.ts'
import { openSameTables, prepareRaw, readBack, saveRaw } from './rawSave.ts'

export interface CaptureRounds {
  ours: number[]
  /** The same work, raw. */
  sameWork: number[]
  /** The same, and what was written read back. */
  sameAndBack: number[]
  /** One put of the same bytes. */
  onePut: number[]
}

const me = 'm-capture' as MemberId

export async function captureRounds(rounds: number): Promise<CaptureRounds> {
  const db = openCaptureDb(me, () => undefined)
  const raw = await openRaw()
  const same = await openSameTables('m-raw' as MemberId)
  const measured: CaptureRounds = { ours: [], sameWork: [], sameAndBack: [], onePut: [] }
  for (let i = -10; i < rounds; i++) {
    const change = sampleCreate(me, i + 10)
    const { photos } =
      change.op === 'create' ? (change.set as unknown as { photos: PhotoRef[] }) : { photos: [] }
    const savedAt = Date.now()
    const draft = newDraft(
      { kind: 'hazard' },
      { note: '', photos, body: {}, intent: null },
      savedAt,
      change.row as ReportId,
    )
    await writeDraft(db, draft, savedAt)
    const saved = photos.flatMap((photo): SavedPhoto[] => [
      { hash: photo.hash, size: photo.bytes, part: 'photo', state: 'draft', savedAt },
      { hash: photo.thumb.hash, size: photo.thumb.bytes, part: 'thumb', state: 'draft', savedAt },
    ])
    await db.photo.bulkPut(saved)
    const tappedAt = performance.now()
    const kept = await saveChange(db, {
      change,
      photos,
      draft: { id: draft.id, version: 1 },
      now: savedAt,
    })
    const ours = performance.now() - tappedAt
    if (!kept.ok) throw new Error(kept.fault.code)

    const entry = (await db.outbox.get(kept.value))!
    const rawAt = performance.now()
    await putStrictly(raw, entry)
    const onePut = performance.now() - rawAt

    const work = { entry, draft: { ...draft, version: 1 }, photos: saved }
    await prepareRaw(same, work)
    const sameAt = performance.now()
    await saveRaw(same, work)
    const sameWork = performance.now() - sameAt
    await readBack(same, work)
    const sameAndBack = performance.now() - sameAt
    // The first rounds warm all up.
    if (i < 0) continue
    measured.ours.push(ours)
    measured.sameWork.push(sameWork)
    measured.sameAndBack.push(sameAndBack)
    measured.onePut.push(onePut)
  }
  raw.close()
  same.close()
  db.close()
  return measured
}

function openRaw(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('bench-raw', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('entry', { keyPath: 'n' })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error!)
  })
}

function putStrictly(db: IDBDatabase, entry: OutboxEntry): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction('entry', 'readwrite', { durability: 'strict' })
    transaction.objectStore('entry').put(entry)
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error!)
  })
}
