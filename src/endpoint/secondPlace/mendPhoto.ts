// A stored photo that is gone or no longer what its name says: brought back from the second place,
// or asked for again from the phones (B3, B4).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import type { Storage } from '../storage/storage.ts'
import type { SecondPlace } from './secondPlace.ts'
import { photoName, sha256Of } from './segment.ts'

export interface Mending {
  storage: Storage
  photos: PhotoStore
  place: SecondPlace | null
  now: () => Instant
}

export async function mendPhoto(
  { storage, photos, place, now }: Mending,
  hash: PhotoHash,
): Promise<'mended' | 'missing'> {
  await photos.setAside(hash)
  const copy = await place?.get(photoName(hash))
  const isMended =
    copy && sha256Of(copy) === hash && (await photos.put(hash, copy)).state === 'stored'
  await storage.write(async (tx) => {
    const [memberId = null] = await tx.depositorsOf(hash)
    const bytes = (await tx.photo(hash))?.bytes ?? 0
    await tx.recordIncident(
      { type: 'photoRotten', subject: hash, deviceId: null, memberId, detail: { bytes } },
      now(),
    )
    if (!isMended) await tx.markMissing(hash, now())
    else
      for (const { id } of await tx.openIncidentsOf({ type: 'photoRotten', subject: hash }))
        await tx.closeIncident(id, { at: now(), by: null, note: null })
  })
  return isMended ? 'mended' : 'missing'
}
