// Files that are no photos, from the backup: those that rows name and that are not here. One that
// the backup has not either is told by its row alone, until the map is made anew.
import { rm } from 'node:fs/promises'
import type { AssetStore } from '../assets/assetStore.ts'
import { hashOfFile } from '../assets/files.ts'
import { namedAssets } from '../backup/copyAssets.ts'
import { assetName } from '../objectStore/objectNames.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'

/** Returns how many came back. */
export async function restoreAssets(
  storage: Storage,
  assets: AssetStore,
  backupStore: ObjectStore,
): Promise<number> {
  let restored = 0
  for (const hash of await namedAssets(storage)) {
    if ((await assets.size(hash)) !== null) continue
    const path = assets.workFile()
    try {
      const isThere = await backupStore.getFile(assetName(hash), path)
      if (!isThere || (await hashOfFile(path)) !== hash) continue
      await assets.putFile(hash, path)
      restored++
    } finally {
      await rm(path, { force: true })
    }
  }
  return restored
}
