// The operator's --second-place, opened; and what is doubtful about it, for the log.
import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { readBucketAddress } from '../objectStore/bucketAddress.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'

export async function openBackupStore(address: string): Promise<ObjectStore> {
  const bucket = readBucketAddress(address)
  // Loaded where it is wanted: the client is larger than the server.
  if (bucket) return (await import('../objectStore/bucketStore.ts')).bucketStore(bucket)
  const folder = resolve(address)
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory())
    throw new Error(
      `the backup ${folder} is no folder that can be opened. Make it, or mount its disk, and start again`,
    )
  return folderStore(folder)
}

/**
 * Why this backup would be lost together with the first; null when nothing speaks for that.
 */
export async function doubtAbout(address: string, dataFolder: string): Promise<string | null> {
  if (readBucketAddress(address)) return null
  const folder = resolve(address)
  const way = relative(resolve(dataFolder), folder)
  if (!way.startsWith('..'))
    return 'the backup lies inside the data folder and is lost with it; put it on another disk'
  const [first, second] = await Promise.all([stat(dataFolder), stat(folder)])
  return first.dev === second.dev
    ? 'the backup is on the same disk as the data and is lost with it; put it on another disk'
    : null
}
