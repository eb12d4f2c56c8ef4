// Bytes of photos that no form names any more: those a form has taken out again, and those a page
// that was killed left behind.
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import type { CaptureDb } from '../db/captureDb.ts'

const keptForMs = 30 * 86_400_000

/**
 * Of these photos, lets those go that neither a draft nor a record names: asked and done in one
 * transaction, so that no other page's photo goes.
 */
export const dropUnnamed = (
  db: CaptureDb,
  photos: readonly PhotoRef[],
  aside: readonly PhotoRef[] = [],
): Promise<void> =>
  dropBytes(
    db,
    photos.flatMap(blobsOf).map((blob) => blob.hash),
    aside,
  )

/**
 * What has lain there for a month: ends of drafts, and photos of pages that were killed before
 * their form named them.
 */
export async function sweepDrafts(
  db: CaptureDb,
  now: Instant,
  aside: readonly PhotoRef[] = [],
): Promise<void> {
  const before = now - keptForMs
  await db.draftEnd.where('at').below(before).delete()
  const old = await db.photo
    .where('state')
    .equals('draft')
    .and((photo) => photo.savedAt < before)
    .primaryKeys()
  await dropBytes(db, old, aside)
}

async function dropBytes(
  db: CaptureDb,
  hashes: readonly PhotoHash[],
  aside: readonly PhotoRef[],
): Promise<void> {
  if (hashes.length === 0) return
  await db.transaction('rw', db.draft, db.photo, db.photoBytes, async () => {
    const [drafts, photos] = await Promise.all([db.draft.toArray(), db.photo.bulkGet([...hashes])])
    const named = new Set(
      [...aside, ...drafts.flatMap((draft) => draft.photos)]
        .flatMap(blobsOf)
        .map((blob) => blob.hash),
    )
    const gone = photos.flatMap((photo) =>
      photo?.state === 'draft' && !named.has(photo.hash) ? [photo.hash] : [],
    )
    await Promise.all([db.photo.bulkDelete(gone), db.photoBytes.bulkDelete(gone)])
  })
}
