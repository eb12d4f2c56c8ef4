// Tap to tick: one record with a photo and its draft through saveChange, against one strict put of
// the same bytes.
import { openCaptureDb } from '#client/db/captureDb.ts'
import type { OutboxEntry } from '#client/db/tables.ts'
import { newDraft, writeDraft } from '#client/drafts/draft.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import type { MemberId, ReportId } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { sampleCreate } from '../sampleReport.ts'

export interface Rounds {
  ours: number[]
  limit: number[]
}

const me = 'm-capture' as MemberId

export async function captureRounds(rounds: number): Promise<Rounds> {
  const db = openCaptureDb(me, () => undefined)
  const raw = await openRaw()
  const measured: Rounds = { ours: [], limit: [] }
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
    await db.photo.bulkPut(
      photos.flatMap((photo) => [
        {
          hash: photo.hash,
          size: photo.bytes,
          part: 'photo' as const,
          state: 'draft' as const,
          savedAt,
        },
        {
          hash: photo.thumb.hash,
          size: photo.thumb.bytes,
          part: 'thumb' as const,
          state: 'draft' as const,
          savedAt,
        },
      ]),
    )
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
    const limit = performance.now() - rawAt
    // The first rounds warm both up.
    if (i >= 0) {
      measured.ours.push(ours)
      measured.limit.push(limit)
    }
  }
  raw.close()
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
