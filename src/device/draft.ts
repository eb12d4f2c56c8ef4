// A half-filled form, kept at every keystroke. Its id is the id the report will have.
import type { CaseId, Instant, PatrolId, PlaceId, ReportId } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import type { CaptureDb } from './captureDb.ts'
import { onceMore } from './connection.ts'

export interface Draft {
  id: ReportId
  kind: string
  /** The report it alters; absent for a new one. */
  amends?: ReportId
  /** The parked case whose place it will take. */
  ofCase?: CaseId
  note: string
  placeId?: PlaceId
  position?: Position
  /** What the person said themselves; absent while the phone fills in where the evidence is. */
  placedBy?: 'place' | 'position'
  photos: PhotoRef[]
  body: Record<string, unknown>
  patrolId?: PatrolId
  foundOn?: ReportId
  /** Written before the camera opens, so that a killed tab can say what it was doing. */
  intent: 'camera' | null
  startedAt: Instant
}

/** One half-written step of a kind per report. */
export const stepDraftId = (report: ReportId, step: string): ReportId => `${report}:${step}` as ReportId

export const keepDraft = (db: CaptureDb, draft: Draft): Promise<unknown> => onceMore(db, () => db.draft.put(draft))

/** Those of a form's photos whose bytes lie on this phone. */
export async function photosHere(db: CaptureDb, photos: readonly PhotoRef[]): Promise<PhotoRef[]> {
  const known = await db.photo.bulkGet(photos.map((photo) => photo.hash))
  return photos.filter((_, i) => known[i] !== undefined)
}

/** The draft that is open for this purpose: one new one per kind, one per amended report, one per case. */
export async function findDraft(db: CaptureDb, kind: string, amends?: ReportId, ofCase?: CaseId): Promise<Draft | undefined> {
  const drafts = await db.draft.where('kind').equals(kind).toArray()
  return drafts.find((draft) => draft.amends === amends && draft.ofCase === ofCase)
}

/** Forgets the form and those of its photos that no other draft or record names. */
export async function discardDraft(db: CaptureDb, draft: Draft): Promise<void> {
  await db.transaction('rw', db.draft, db.photo, db.photoBytes, async () => {
    await db.draft.delete(draft.id)
    const named = new Set((await db.draft.toArray()).flatMap((other) => other.photos.map((photo) => photo.hash)))
    const gone = draft.photos.filter((photo) => !named.has(photo.hash))
    await dropDraftPhotos(db, gone)
  })
}

export async function dropDraftPhotos(db: CaptureDb, photos: readonly PhotoRef[]): Promise<void> {
  const hashes = photos.flatMap((photo) => [photo.hash, photo.thumb.hash, ...(photo.stamped ? [photo.stamped.hash] : [])])
  await db.transaction('rw', db.photo, db.photoBytes, async () => {
    const kept = await db.photo.bulkGet(hashes)
    const unsaved = kept.flatMap((photo) => (photo?.state === 'draft' ? [photo.hash] : []))
    await db.photo.bulkDelete(unsaved)
    await db.photoBytes.bulkDelete(unsaved)
  })
}
