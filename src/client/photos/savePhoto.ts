// A photo that was made ready, onto this phone: itself, its thumbnail and its stamped copy.
import type { Instant } from '#domain/ids.ts'
import { named, type PhotoRef, type PhotoRole } from '#domain/photo.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { PreparedPhoto } from './photoRequest.ts'
import { saveBytes } from './saveBytes.ts'

export async function savePhoto(
  db: CaptureDb,
  prepared: PreparedPhoto,
  role: PhotoRole | null,
  now: Instant,
): Promise<Result<PhotoRef>> {
  const { ref } = prepared
  const refused = await saveBytes(
    db,
    [
      { hash: ref.thumb.hash, bytes: prepared.thumbBytes, part: 'thumb' },
      { hash: ref.hash, bytes: prepared.bytes, part: 'photo' },
      ...(ref.stamped && prepared.stampedBytes
        ? [{ hash: ref.stamped.hash, bytes: prepared.stampedBytes, part: 'stamped' as const }]
        : []),
    ],
    now,
  )
  return refused ? fail(refused) : succeed({ ...ref, ...named(role) })
}
