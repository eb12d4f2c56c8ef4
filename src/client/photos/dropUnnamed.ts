// Bytes of photos and voice notes that no form names any more: those a form has taken out again,
// and those a page that was killed left behind.
import { type Attachment, attachmentsOf, blobsOf } from '#domain/attachment.ts'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'

const keptForMs = 30 * 86_400_000

/**
 * Of these, lets those go that neither a draft nor a record names: asked and done in one
 * transaction, so that nothing of another page's goes.
 */
export const dropUnnamed = (
  db: CaptureDb,
  attachments: readonly Attachment[],
  aside: readonly Attachment[] = [],
): Promise<void> =>
  dropBytes(
    db,
    attachments.flatMap(blobsOf).map((blob) => blob.hash),
    aside,
  )

/**
 * What has lain there for a month: ends of drafts, photos of pages that were killed before their
 * form named them, and parts of recordings that have become voice notes.
 */
export async function sweepDrafts(
  db: CaptureDb,
  now: Instant,
  aside: readonly Attachment[] = [],
): Promise<void> {
  const before = now - keptForMs
  await db.draftEnd.where('at').below(before).delete()
  const old = await db.photo
    .where('state')
    .equals('draft')
    .and((photo) => photo.savedAt < before)
    .primaryKeys()
  await dropBytes(db, old, aside)
  await dropRecorded(db, before)
}

async function dropRecorded(db: CaptureDb, before: Instant): Promise<void> {
  await db.transaction('rw', db.draft, db.recordedPart, async () => {
    const named = new Set((await db.draft.toArray()).map(({ recording }) => recording?.id))
    await db.recordedPart.filter((part) => part.at < before && !named.has(part.recording)).delete()
  })
}

async function dropBytes(
  db: CaptureDb,
  hashes: readonly PhotoHash[],
  aside: readonly Attachment[],
): Promise<void> {
  if (hashes.length === 0) return
  await db.transaction('rw', db.draft, db.photo, db.photoBytes, async () => {
    const [drafts, photos] = await Promise.all([db.draft.toArray(), db.photo.bulkGet([...hashes])])
    const named = new Set(
      [...aside, ...drafts.flatMap(attachmentsOf)].flatMap(blobsOf).map((blob) => blob.hash),
    )
    const gone = photos.flatMap((photo) =>
      photo?.state === 'draft' && !named.has(photo.hash) ? [photo.hash] : [],
    )
    await Promise.all([db.photo.bulkDelete(gone), db.photoBytes.bulkDelete(gone)])
  })
}
