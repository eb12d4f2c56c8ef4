// Assets lie where photos do: in the data folder, or in the bucket that all nodes share.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '#domain/ids.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import type { Options } from '../settings/options.ts'
import type { Storage } from '../storage/port/storage.ts'
import { type AssetStore, assetStoreIn } from './assetStore.ts'

/** A part of a large file, on a slow line. */
const bucketMs = 60_000

type StoreOptions = Pick<Options, 'dataFolder' | 'photoBucket'>

export async function openAssetStore(
  { dataFolder, photoBucket }: StoreOptions,
  storage: Storage,
  now?: () => Instant,
): Promise<AssetStore> {
  const workFolder = join(dataFolder, 'assets-in-work')
  await mkdir(workFolder, { recursive: true })
  if (photoBucket) {
    const { bucketStore } = await import('../objectStore/bucketStore.ts')
    const prefix = [photoBucket.prefix, 'assets'].filter(Boolean).join('/')
    return assetStoreIn(bucketStore({ ...photoBucket, prefix }, bucketMs), workFolder, storage, now)
  }
  const folder = join(dataFolder, 'assets')
  await mkdir(folder, { recursive: true })
  return assetStoreIn(folderStore(folder), workFolder, storage, now)
}
