// Puts a photo's bytes on this phone before anything names it: written, read back, compared; only
// then may a tick be drawn. Each photo is a transaction of its own, so that a full phone can still
// save the text.
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { fault } from '#domain/fault.ts'
import { named, type PhotoRef, type PhotoRole } from '#domain/photo.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { SavedPhoto } from '../db/tables.ts'
import { retryOnce } from '../db/connection.ts'
import type { PreparedPhoto } from './photoRequest.ts'
import { storageFault } from '../db/storageFault.ts'

export async function sha256(bytes: ArrayBuffer): Promise<PhotoHash> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as PhotoHash
}

export async function savePhoto(
  db: CaptureDb,
  prepared: PreparedPhoto,
  role: PhotoRole | null,
  now: Instant,
): Promise<Result<PhotoRef>> {
  const { ref } = prepared
  const parts: (Pick<SavedPhoto, 'hash' | 'part'> & { bytes: ArrayBuffer })[] = [
    { hash: ref.thumb.hash, bytes: prepared.thumbBytes, part: 'thumb' },
    { hash: ref.hash, bytes: prepared.bytes, part: 'photo' },
    ...(ref.stamped && prepared.stampedBytes
      ? [{ hash: ref.stamped.hash, bytes: prepared.stampedBytes, part: 'stamped' as const }]
      : []),
  ]
  try {
    await retryOnce(db, () =>
      db.transaction('rw', db.photo, db.photoBytes, async () => {
        for (const { hash, part, bytes } of parts) {
          const known = await db.photo.get(hash)
          if (known && known.state !== 'unreadable') continue
          await db.photo.put({ hash, part, size: bytes.byteLength, state: 'draft', savedAt: now })
          await db.photoBytes.put({ hash, bytes })
        }
      }),
    )
    for (const part of parts) {
      const kept = await retryOnce(db, () => db.photoBytes.get(part.hash))
      if (!kept || (await sha256(kept.bytes)) !== part.hash) return fail(fault('photoLost'))
    }
  } catch (error) {
    return fail(storageFault(error))
  }
  return succeed({ ...ref, ...named(role) })
}
