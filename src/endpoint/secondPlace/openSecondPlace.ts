// The operator's --second-place, opened; and what is doubtful about it, for the log.
import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { readBucketAddress } from '../bucketAddress.ts'
import { folderPlace } from './folderPlace.ts'
import type { SecondPlace } from './secondPlace.ts'

export async function openSecondPlace(wish: string): Promise<SecondPlace> {
  const bucket = readBucketAddress(wish)
  // Loaded where it is wanted: the client is larger than the endpoint.
  if (bucket) return (await import('./bucketPlace.ts')).bucketPlace(bucket)
  const folder = resolve(wish)
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory())
    throw new Error(
      `the second place ${folder} is no folder that can be opened. Make it, or mount its disk, and start again`,
    )
  return folderPlace(folder)
}

/**
 * Why this second place would be lost together with the first; null when nothing speaks for that.
 */
export async function doubtAbout(wish: string, dataFolder: string): Promise<string | null> {
  if (readBucketAddress(wish)) return null
  const folder = resolve(wish)
  const way = relative(resolve(dataFolder), folder)
  if (!way.startsWith('..'))
    return 'the second place lies inside the data folder and is lost with it; put it on another disk'
  const [first, second] = await Promise.all([stat(dataFolder), stat(folder)])
  return first.dev === second.dev
    ? 'the second place is on the same disk as the data and is lost with it; put it on another disk'
    : null
}
