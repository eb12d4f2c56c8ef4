// Photos and voice notes on their way onto this phone: put in before anything names them. What lies
// there is looked up and let go of apart (photoStore.ts), which the first screen needs.
import type { Instant } from '#domain/ids.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Result } from '#domain/result.ts'
import type { VoiceRef } from '#domain/voice.ts'
import type { PreparedPhoto } from '../photos/photoRequest.ts'
import { savePhoto } from '../photos/savePhoto.ts'
import { dropParts, keepPart, type Recording, saveVoice } from '../photos/saveVoice.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export { partMs, type Recording } from '../photos/saveVoice.ts'

export interface IntakeStore {
  /** Written, read back and compared; faults of the storage, and `photoLost`. */
  savePhoto(
    prepared: PreparedPhoto,
    role: PhotoRole | null,
    now: Instant,
  ): Promise<Result<PhotoRef>>
  /** Of a recording that is under way. */
  keepPart(recording: Recording, index: number, bytes: ArrayBuffer, now: Instant): Promise<unknown>
  /** What there is of a recording becomes a voice note; null where that is nothing. */
  saveVoice(
    recording: Recording,
    heard?: { parts: readonly ArrayBuffer[]; ms: number },
  ): Promise<Result<VoiceRef | null>>
  /** Once a form has named the voice note. */
  dropParts(recording: Recording): Promise<unknown>
}

export function intakeStore(session: SealedSession): IntakeStore {
  const { capture } = unsealed(session)
  return {
    savePhoto: (prepared, role, now) => savePhoto(capture, prepared, role, now),
    keepPart: (recording, index, bytes, now) => keepPart(capture, recording, index, bytes, now),
    saveVoice: (recording, heard) => saveVoice(capture, recording, heard),
    dropParts: (recording) => dropParts(capture, recording),
  }
}
