// A stored photo that is gone or no longer what its name says: brought back from the backup,
// or asked for again from the phones (B3, B4).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { PhotoStore } from './photoStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { photoName, sha256Of } from '../objectStore/objectNames.ts'

export interface PhotoRepair {
  storage: Storage
  photos: PhotoStore
  backupStore: ObjectStore | null
  now: () => Instant
}

export async function repairPhoto(
  { storage, photos, backupStore, now }: PhotoRepair,
  hash: PhotoHash,
): Promise<'repaired' | 'missing'> {
  await photos.setAside(hash)
  const copy = await backupStore?.get(photoName(hash))
  const isRepaired =
    copy && sha256Of(copy) === hash && (await photos.put(hash, copy)).state === 'stored'
  await storage.write(async (tx) => {
    const [memberId = null] = await tx.depositorsOf(hash)
    const bytes = (await tx.photo(hash))?.bytes ?? 0
    await tx.recordIncident(
      { type: 'photoRotten', subject: hash, deviceId: null, memberId, detail: { bytes } },
      now(),
    )
    if (!isRepaired) await tx.markMissing(hash, now())
    else
      for (const { id } of await tx.openIncidentsOf({ type: 'photoRotten', subject: hash }))
        await tx.closeIncident(id, { at: now(), by: null, note: null })
  })
  return isRepaired ? 'repaired' : 'missing'
}
