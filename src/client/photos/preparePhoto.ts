// The page's door to the photo station: a file a person picked or the camera took goes in, a photo
// ready to be kept comes out. Browser floor: Chrome 94, Safari 16.4; below it every photo is
// refused with `photoUnreadable`.
import type { Result } from '#domain/result.ts'
import { photoQueue } from './photoQueue.ts'
import type { PhotoOrigin, PreparedPhoto, StampSubject } from './photoRequest.ts'

const ask = photoQueue({
  startWorker: () =>
    new Worker(new URL('./photoWorker.ts', import.meta.url), { type: 'module', name: 'photos' }),
})

/**
 * Bytes are JPEG without EXIF: the kept copy (longest side 1920 px), its thumbnail (240 px, at most
 * about 15 kB) and the stamped copy. Faults: photoEmpty, photoTooLarge, photoNotAnImage, photoHeic,
 * photoTooManyPixels, photoUnreadable.
 */
export const preparePhoto = (
  file: Blob,
  origin: PhotoOrigin,
  stamp?: StampSubject,
): Promise<Result<PreparedPhoto>> =>
  ask({
    file,
    origin: { ...origin, ...(origin.position && { position: { ...origin.position } }) },
    ...(stamp && { stamp }),
  })
