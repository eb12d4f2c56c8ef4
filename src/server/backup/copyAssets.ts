// Files that are no photos to the backup: last of all and on their own, so that no report waits for
// a map to be called backed up. A base map can be made anew, a report cannot.
import { rm } from 'node:fs/promises'
import type { AssetHash } from '#domain/ids.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import { hashOfFile } from '../assets/files.ts'
import { rowsWithAssets } from '../assets/rowsWithAssets.ts'
import { assetName } from '../objectStore/objectNames.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'

interface Copying {
  storage: Storage
  assets: AssetStore
  backupStore: ObjectStore
}

/** Those that rows name. Returns how many were copied. */
export async function copyAssets({ storage, assets, backupStore }: Copying): Promise<number> {
  let copied = 0
  for (const hash of await namedAssets(storage)) {
    const size = await assets.size(hash)
    if (size === null || (await backupStore.size(assetName(hash))) === size) continue
    const path = assets.workFile()
    try {
      // What is no longer what its name says is not copied.
      if (!(await assets.getFile(hash, path)) || (await hashOfFile(path)) !== hash) continue
      await backupStore.putFile(assetName(hash), path)
      copied++
    } finally {
      await rm(path, { force: true })
    }
  }
  return copied
}

export const namedAssets = (storage: Storage): Promise<Set<AssetHash>> =>
  storage.read(async (tx) => new Set((await rowsWithAssets(tx)).map((row) => row.f.hash)))
