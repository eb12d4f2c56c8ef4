// Photos and voice notes that lie on this phone: looked up wherever their bytes are, and let go of
// once a backup has them. How they come in: intakeStore.ts.
import type { AttachmentField } from '#domain/attachment.ts'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { Transport } from '../http/transport.ts'
import { freePhotos } from '../photos/freeSpace.ts'
import { lookUpPhoto, type PhotoLook } from '../photos/photoBytes.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface PhotoStore {
  lookUp(
    hash: PhotoHash,
    from: { transport: Transport; now: () => number },
    medium?: AttachmentField,
  ): Promise<PhotoLook>
  /** Lets the bytes go of all that is backed up and in nobody's way. */
  free(now: Instant): Promise<void>
}

export function photoStore(session: SealedSession): PhotoStore {
  const { capture, cache } = unsealed(session)
  return {
    lookUp: (hash, from, medium) => lookUpPhoto(hash, { capture, cache, ...from }, medium),
    free: (now) => freePhotos(capture, now),
  }
}
