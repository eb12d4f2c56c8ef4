// The bytes of a photo for whoever asks: only those that are what their name says. What is spoilt,
// cut or gone is repaired at once or asked for again.
import type { PhotoHash } from '#domain/ids.ts'
import { repairPhoto, type PhotoRepair } from './repairPhoto.ts'
import { sha256Of } from '../objectStore/objectNames.ts'

/** Two that come upon the same photo repair it once. */
const underWay = new Map<PhotoHash, Promise<'repaired' | 'missing'>>()

/**
 * Hashed at every read: that costs a millisecond where reading and stripping it costs several, and
 * there is no stand that could be out of date.
 */
export async function soundPhoto(
  photoRepair: PhotoRepair,
  hash: PhotoHash,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = await photoRepair.photos.read(hash)
  if (bytes && sha256Of(bytes) === hash) return bytes
  const turn =
    underWay.get(hash) ?? repairPhoto(photoRepair, hash).finally(() => underWay.delete(hash))
  underWay.set(hash, turn)
  return (await turn) === 'repaired' ? photoRepair.photos.read(hash) : null
}
