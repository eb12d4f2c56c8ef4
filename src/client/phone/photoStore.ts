// Photos on this phone: put in before anything names them, looked up wherever their bytes are, and
// let go of once a backup has them.
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Result } from '#domain/result.ts'
import type { Transport } from '../http/transport.ts'
import { freePhotos } from '../photos/freeSpace.ts'
import { lookUpPhoto, type PhotoLook } from '../photos/photoBytes.ts'
import type { PreparedPhoto } from '../photos/photoRequest.ts'
import { savePhoto } from '../photos/savePhoto.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface PhotoStore {
  /** Written, read back and compared; faults of the storage, and `photoLost`. */
  save(prepared: PreparedPhoto, role: PhotoRole | null, now: Instant): Promise<Result<PhotoRef>>
  lookUp(hash: PhotoHash, from: { transport: Transport; now: () => number }): Promise<PhotoLook>
  /** Lets the bytes go of all that is backed up and in nobody's way. */
  free(now: Instant): Promise<void>
}

export function photoStore(session: SealedSession): PhotoStore {
  const { capture, cache } = unsealed(session)
  return {
    save: (prepared, role, now) => savePhoto(capture, prepared, role, now),
    lookUp: (hash, from) => lookUpPhoto(hash, { capture, cache, ...from }),
    free: (now) => freePhotos(capture, now),
  }
}
