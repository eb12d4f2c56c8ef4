// Where the operator wants the photos: in the data folder, or in a bucket that all nodes share.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '#domain/ids.ts'
import type { Options } from '../settings/options.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { PhotoStore } from './photoStore.ts'
import { objectPhotoStore } from './objectPhotoStore.ts'

/** A phone waits for the answer, and gives up after not much longer. */
const bucketMs = 8000

type StoreOptions = Pick<Options, 'dataFolder' | 'photoBucket'>

export async function openPhotoStore(
  { dataFolder, photoBucket }: StoreOptions,
  storage: Storage,
  now?: () => Instant,
): Promise<PhotoStore> {
  if (!photoBucket) return openFilePhotoStore(join(dataFolder, 'photos'), storage, now)
  const { bucketStore } = await import('../objectStore/bucketStore.ts')
  return objectPhotoStore(bucketStore(photoBucket, bucketMs), storage, now)
}

export async function openFilePhotoStore(
  folder: string,
  storage: Storage,
  now?: () => Instant,
): Promise<PhotoStore> {
  await mkdir(folder, { recursive: true })
  return objectPhotoStore(folderStore(folder), storage, now)
}
