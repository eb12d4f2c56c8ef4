// Photos and who handed them in, from the second place. Bytes that neither place has any more are
// asked for again from the phones (B3).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { tellRecords } from '../acceptPhoto.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import { mendPhoto } from '../secondPlace/mendPhoto.ts'
import type { SecondPlace } from '../secondPlace/secondPlace.ts'
import { folders, photoName, readLines, sha256Of } from '../secondPlace/segment.ts'
import type { Deposit } from '../storage/durability.ts'
import type { Storage } from '../storage/storage.ts'

export interface BroughtPhotos {
  photos: number
  deposits: number
  missing: number
  damaged: string[]
}

const perRead = 200

export async function bringPhotos(
  storage: Storage,
  photos: PhotoStore,
  place: SecondPlace,
  now: () => Instant,
): Promise<BroughtPhotos> {
  const brought: BroughtPhotos = { photos: 0, deposits: 0, missing: 0, damaged: [] }
  for (const name of await place.list(folders.deposits)) {
    const bytes = await place.get(name)
    const deposits = bytes && (await readLines<Deposit>(bytes).catch(() => null))
    if (deposits) brought.deposits += await bringDeposits(storage, deposits)
    else brought.damaged.push(name)
  }
  for (let after = ''; ;) {
    const hashes = await storage.read((tx) => tx.photosAfter(after, perRead))
    if (hashes.length === 0) return brought
    after = hashes.at(-1)!
    for (const hash of hashes) {
      if (await photos.read(hash)) continue
      if (await bringBytes(photos, place, hash)) brought.photos++
      else if ((await mendPhoto({ storage, photos, place, now }, hash)) === 'missing')
        brought.missing++
    }
  }
}

function bringDeposits(storage: Storage, deposits: readonly Deposit[]): Promise<number> {
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

async function bringBytes(
  photos: PhotoStore,
  place: SecondPlace,
  hash: PhotoHash,
): Promise<boolean> {
  const copy = await place.get(photoName(hash))
  return (
    copy !== null && sha256Of(copy) === hash && (await photos.put(hash, copy)).state === 'stored'
  )
}
