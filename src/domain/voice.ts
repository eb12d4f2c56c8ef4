// A voice note stands where words would be typed. Like a photo it is its bytes, named by their
// SHA-256: the reference travels in the record, the bytes travel apart, among the photos.
import type { Instant, PhotoHash } from './ids.ts'

export interface VoiceRef {
  hash: PhotoHash
  bytes: number
  /** How long it is, by the clock of the phone that recorded it; rounded up. */
  seconds: number
  /** By the phone's clock when it was begun. */
  takenAt: Instant
}

export const voiceLimits = {
  /** Of all voice notes of one record, or of one step, together. */
  seconds: 60,
  /** Voice notes of one record, or of one step: what was cut is gone on with in a further one. */
  notes: 5,
  /** Bytes of one voice note the server takes (a minute is about 0.25 MB). */
  uploadBytes: 2_000_000,
} as const

export const secondsOf = (voice: readonly Pick<VoiceRef, 'seconds'>[]): number =>
  voice.reduce((sum, { seconds }) => sum + seconds, 0)

/** Seconds that may still be recorded beside these; none where there are too many of them. */
export const secondsLeft = (voice: readonly Pick<VoiceRef, 'seconds'>[]): number =>
  voice.length >= voiceLimits.notes ? 0 : Math.max(0, voiceLimits.seconds - secondsOf(voice))

/** More than a record may carry. */
export const isTooMuchVoice = (voice: readonly Pick<VoiceRef, 'seconds'>[]): boolean =>
  voice.length > voiceLimits.notes || secondsOf(voice) > voiceLimits.seconds
