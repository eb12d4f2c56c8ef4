// Where the bytes of a photo or a voice note come from: kept on this phone, cached from before, or
// the server. Thumbnails are cached for offline review.
import type { AttachmentField } from '#domain/attachment.ts'
import { isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import type { CacheDb } from '../db/cacheDb.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { Transport } from '../http/transport.ts'

export type PhotoLook =
  | { state: 'here'; blob: Blob }
  | {
      state: 'elsewhere'
      /** The server has it, as this phone knows from having sent it. */
      isReceived: boolean
      /** Nobody answered. */
      isCutOff: boolean
    }
  | { state: 'lost' }

const cachedThumbs = 3000

/** What is served as another medium is not it. */
const served: Record<AttachmentField, string> = { photos: 'image/', voice: 'audio/' }

export async function lookUpPhoto(
  hash: PhotoHash,
  from: { capture: CaptureDb; cache: CacheDb; transport: Transport; now: () => number },
  medium: AttachmentField = 'photos',
): Promise<PhotoLook> {
  if (!isPhotoHash(hash)) return { state: 'lost' }
  const kept = (await from.capture.photoBytes.get(hash)) ?? (await from.cache.thumb.get(hash))
  if (kept) return { state: 'here', blob: new Blob([kept.bytes]) }
  const elsewhere = async (isCutOff: boolean): Promise<PhotoLook> => {
    const [sent, safe] = await Promise.all([
      from.capture.photo.get(hash),
      from.capture.safe.get(hash),
    ])
    return { state: 'elsewhere', isReceived: sent?.state === 'received' || !!safe, isCutOff }
  }
  try {
    const response = await from.transport.send(`/api/${medium}/${hash}`, { method: 'GET' })
    if (!response.ok || !response.headers.get('Content-Type')?.startsWith(served[medium]))
      return await elsewhere(false)
    const bytes = await response.arrayBuffer()
    if (medium === 'photos' && bytes.byteLength <= 20_000)
      await saveThumb(from.cache, hash, bytes, from.now())
    return { state: 'here', blob: new Blob([bytes]) }
  } catch {
    return elsewhere(true)
  }
}

async function saveThumb(
  cache: CacheDb,
  hash: PhotoHash,
  bytes: ArrayBuffer,
  now: number,
): Promise<void> {
  await cache.thumb.put({ hash, bytes, usedAt: now })
  const surplus = (await cache.thumb.count()) - cachedThumbs
  if (surplus > 0)
    await cache.thumb.bulkDelete(await cache.thumb.orderBy('usedAt').limit(surplus).primaryKeys())
}
