// Photos and voice notes on this phone: put in before anything names them, looked up wherever their
// bytes are, and let go of once a backup has them.
import type { AttachmentField } from '#domain/attachment.ts'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Result } from '#domain/result.ts'
import type { VoiceRef } from '#domain/voice.ts'
import type { Transport } from '../http/transport.ts'
import { freePhotos } from '../photos/freeSpace.ts'
import { lookUpPhoto, type PhotoLook } from '../photos/photoBytes.ts'
import type { PreparedPhoto } from '../photos/photoRequest.ts'
import { savePhoto } from '../photos/savePhoto.ts'
import { dropParts, keepPart, type Recording, saveVoice } from '../photos/saveVoice.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface PhotoStore {
  /** Written, read back and compared; faults of the storage, and `photoLost`. */
  save(prepared: PreparedPhoto, role: PhotoRole | null, now: Instant): Promise<Result<PhotoRef>>
  /** A part of a recording, as it comes. */
  keepPart(recording: Recording, index: number, bytes: ArrayBuffer, now: Instant): Promise<unknown>
  /** What there is of a recording becomes a voice note; null where that is nothing. */
  saveVoice(
    recording: Recording,
    heard?: { parts: readonly ArrayBuffer[]; ms: number },
  ): Promise<Result<VoiceRef | null>>
  /** Once a form has named the voice note. */
  dropParts(recording: Recording): Promise<unknown>
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
    save: (prepared, role, now) => savePhoto(capture, prepared, role, now),
    keepPart: (recording, index, bytes, now) => keepPart(capture, recording, index, bytes, now),
    saveVoice: (recording, heard) => saveVoice(capture, recording, heard),
    dropParts: (recording) => dropParts(capture, recording),
    lookUp: (hash, from, medium) => lookUpPhoto(hash, { capture, cache, ...from }, medium),
    free: (now) => freePhotos(capture, now),
  }
}
