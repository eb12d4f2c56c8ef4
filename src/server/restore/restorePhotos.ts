// Photos and who handed them in, from the backup. Bytes that neither store has any more are
// asked for again from the phones (B3).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { tellRecords } from '../photos/acceptPhoto.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import { repairPhoto } from '../photos/repairPhoto.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { photoName, sha256Of } from '../objectStore/objectNames.ts'
import { folders, readLines } from '../backup/segment.ts'
import type { Deposit } from '../storage/port/durability.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface RestoredPhotos {
  photos: number
  deposits: number
  missing: number
  damaged: string[]
}

const perRead = 200

export async function restorePhotos(
  storage: Storage,
  photos: PhotoStore,
  backupStore: ObjectStore,
  now: () => Instant,
): Promise<RestoredPhotos> {
  const restored: RestoredPhotos = { photos: 0, deposits: 0, missing: 0, damaged: [] }
  for (const name of await backupStore.list(folders.deposits)) {
    const bytes = await backupStore.get(name)
    const deposits = bytes && (await readLines<Deposit>(bytes).catch(() => null))
    if (deposits) restored.deposits += await restoreDeposits(storage, deposits)
    else restored.damaged.push(name)
  }
  for (let after = ''; ;) {
    const hashes = await storage.read((tx) => tx.photosAfter(after, perRead))
    if (hashes.length === 0) return restored
    after = hashes.at(-1)!
    for (const hash of hashes) {
      if (await photos.read(hash)) continue
      if (await restoreBytes(photos, backupStore, hash)) restored.photos++
      else if ((await repairPhoto({ storage, photos, backupStore, now }, hash)) === 'missing')
        restored.missing++
    }
  }
}

function restoreDeposits(storage: Storage, deposits: readonly Deposit[]): Promise<number> {
  return storage.write(async (tx) => {
    let fresh = 0
    for (const { hash, bytes, type, memberId, deviceId, receivedAt } of deposits) {
      if ((await tx.depositedBy(memberId, [hash])).has(hash)) continue
      await tx.putPhoto({ hash, bytes, type }, { id: deviceId, memberId }, receivedAt)
      // Records that were here before the photo came say so as well: its phone, told that it is
      // here, will not send it again.
      await tellRecords(tx, hash, memberId)
      fresh++
    }
    return fresh
  })
}

async function restoreBytes(
  photos: PhotoStore,
  backupStore: ObjectStore,
  hash: PhotoHash,
): Promise<boolean> {
  const copy = await backupStore.get(photoName(hash))
  return (
    copy !== null && sha256Of(copy) === hash && (await photos.put(hash, copy)).state === 'stored'
  )
}
