// The page's door to the photo station: a file a person picked or the camera took goes in, a photo ready to be kept
// comes out. Browser floor: Chrome 94, Safari 16.4; below it every photo is refused with `photoUnreadable`.
import type { Result } from '#domain/result.ts'
import { photoQueue } from './photoQueue.ts'
import type { PreparedPhoto } from './photoRequest.ts'

export interface PrepareOptions {
  /** Lines to write into a copy; without them no copy is made. */
  stamp?: string[]
  now: number
}

const ask = photoQueue({
  startWorker: () => new Worker(new URL('./photoWorker.ts', import.meta.url), { type: 'module', name: 'photos' }),
})

/**
 * Bytes are JPEG without EXIF: the kept copy (longest side 1920 px), its thumbnail (240 px, at most about 15 kB) and
 * the stamped copy. Faults: photoEmpty, photoTooLarge, photoNotAnImage, photoHeic, photoTooManyPixels, photoUnreadable.
 */
export const preparePhoto = (
  file: Blob & { name?: string; lastModified?: number },
  { stamp = [], now }: PrepareOptions,
): Promise<Result<PreparedPhoto>> => ask({ file, now, stamp: [...stamp] })
