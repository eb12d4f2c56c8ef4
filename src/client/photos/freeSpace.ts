// What may go from this phone: only what a backup has. By itself after thirty days, photos
// earlier when a person needs the room. Thumbnails stay, and so does the memory that it was backed
// up.
import { type Attachment, attachmentsOf, blobsOf, readAttachments } from '#domain/attachment.ts'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { type CacheDb, rowKey } from '../db/cacheDb.ts'
import { sweepDrafts } from './dropUnnamed.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { readMeta, writeMeta } from '../db/meta.ts'
import type { SavedPhoto, OutboxEntry } from '../db/tables.ts'

const keptForMs = 30 * 86_400_000
const dayMs = 86_400_000

export interface Freeable {
  photos: number
  bytes: number
}

/**
 * After a round that has read everything to its end: what the cache does not hold then is out of
 * scope.
 */
export async function prune(capture: CaptureDb, cache: CacheDb, now: Instant): Promise<void> {
  const last = await readMeta(capture, 'prunedAt')
  if (last !== undefined && now >= last && now - last < dayMs) return
  await pruneChanges(capture, cache, now)
  await freePhotos(capture, now, keptForMs)
  await sweepDrafts(capture, now)
  await writeMeta(capture, 'prunedAt', now)
}

/** A row's changes go together: none of them alone can be shown. */
async function pruneChanges(capture: CaptureDb, cache: CacheDb, now: Instant): Promise<void> {
  const old = await capture.outbox
    .where('fate')
    .equals('applied')
    .and((entry) => isOld(entry, now, keptForMs))
    .toArray()
  if (old.length === 0) return
  const rows = await cache.row.bulkGet(old.map((entry) => rowKey(entry.change.t, entry.row)))
  const gone = new Set(
    old
      .filter((entry, i) => !rows[i] || rows[i].v >= (entry.rowV ?? Infinity))
      .map((entry) => entry.n),
  )
  await capture.transaction('rw', capture.outbox, capture.safe, async () => {
    const entries = await capture.outbox
      .where('row')
      .anyOf([...new Set(old.map((entry) => entry.row))])
      .toArray()
    const kept = new Set(entries.filter((entry) => !gone.has(entry.n)).map((entry) => entry.row))
    const leaving = entries.filter((entry) => !kept.has(entry.row))
    await capture.safe.bulkPut(leaving.map((entry) => ({ key: entry.row })))
    await capture.outbox.bulkDelete(leaving.map((entry) => entry.n))
  })
}

const isOld = (
  { backedUpAt }: Pick<OutboxEntry, 'backedUpAt'>,
  now: Instant,
  ageMs: number,
): boolean => backedUpAt !== undefined && now - backedUpAt >= ageMs

/** How much room a person can make at once. */
export async function freeable(capture: CaptureDb): Promise<Freeable> {
  const photos = await freeablePhotos(capture, Infinity, 0)
  return {
    photos: photos.filter((photo) => photo.part === 'photo').length,
    bytes: photos.reduce((sum, photo) => sum + photo.size, 0),
  }
}

/** Lets the bytes go of photos that have been backed up for so long. */
export async function freePhotos(capture: CaptureDb, now: Instant, ageMs = 0): Promise<void> {
  await capture.transaction(
    'rw',
    [capture.photo, capture.photoBytes, capture.safe, capture.outbox, capture.draft],
    async () => {
      const hashes = (await freeablePhotos(capture, now, ageMs)).map((photo) => photo.hash)
      if (hashes.length === 0) return
      await capture.safe.bulkPut(hashes.map((key) => ({ key })))
      await capture.photo.bulkDelete(hashes)
      await capture.photoBytes.bulkDelete(hashes)
    },
  )
}

async function freeablePhotos(
  capture: CaptureDb,
  now: Instant,
  ageMs: number,
): Promise<SavedPhoto[]> {
  const inUse = await photosInUse(capture)
  return capture.photo
    .where('state')
    .equals('received')
    .and((photo) => photo.part !== 'thumb' && isOld(photo, now, ageMs) && !inUse.has(photo.hash))
    .toArray()
}

/**
 * Named by a form that is open, by work that still goes out, or by work that a person must look at.
 */
async function photosInUse(capture: CaptureDb): Promise<Set<PhotoHash>> {
  const [drafts, entries] = await Promise.all([
    capture.draft.toArray(),
    capture.outbox.where('fate').anyOf('waiting', 'parked').toArray(),
  ])
  const named = [...drafts.flatMap(attachmentsOf), ...entries.flatMap(attachmentsNamed)]
  return new Set(named.flatMap(blobsOf).map((blob) => blob.hash))
}

/** By the change: as a report's own, and as a step's. */
export function attachmentsNamed({ change }: OutboxEntry): Attachment[] {
  const lists = change.op === 'patch' ? [change.set, change.add, change.step] : [change.set]
  return lists.flatMap((list) => readAttachments(list ?? {}))
}
