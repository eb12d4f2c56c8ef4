// The bytes of a photo for whoever asks: only those that are what their name says. What is spoilt,
// cut or gone is mended at once or asked for again.
import type { PhotoHash } from '#domain/ids.ts'
import { mendPhoto, type Mending } from '../secondPlace/mendPhoto.ts'
import { sha256Of } from '../secondPlace/segment.ts'

/** Two that come upon the same photo mend it once. */
const underWay = new Map<PhotoHash, Promise<'mended' | 'missing'>>()

/**
 * Hashed at every read: that costs a millisecond where reading and stripping it costs several, and
 * there is no stand that could be out of date.
 */
export async function soundPhoto(
  mending: Mending,
  hash: PhotoHash,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = await mending.photos.read(hash)
  if (bytes && sha256Of(bytes) === hash) return bytes
  const turn = underWay.get(hash) ?? mendPhoto(mending, hash).finally(() => underWay.delete(hash))
  underWay.set(hash, turn)
  return (await turn) === 'mended' ? mending.photos.read(hash) : null
}
