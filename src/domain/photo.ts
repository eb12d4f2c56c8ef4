// A photo is its bytes, named by their SHA-256. The reference to it travels in the record; the
// bytes travel apart.
import type { Instant, PhotoHash } from './ids.ts'
import type { Position } from './position.ts'

export const photoRoles = ['near', 'far', 'reference', 'before', 'after', 'proof'] as const
export type PhotoRole = (typeof photoRoles)[number]

export type PhotoSource = 'camera' | 'album'

export interface PhotoRef {
  hash: PhotoHash
  bytes: number
  width: number
  height: number
  role: PhotoRole
  /** Nobody has said what it shows: `role` stands there for older apps alone. */
  isUnnamed?: true
  /** Absent of photos by older apps. */
  source?: PhotoSource
  /** By the camera's EXIF when present, else the phone's clock when it was shot. */
  takenAt: Instant
  /** It does not say when it was taken: `takenAt` is when it was put in. */
  isUndated?: true
  position?: Position
  /**
   * The file as it came: the phone could not decode it. The server shows a HEIC as a JPEG; its
   * thumbnail says so meanwhile.
   */
  isOriginal?: true
  /** It ends before its end, as far as can be told. */
  isUnfinished?: true
  /** Degrees clockwise from north the camera looked. */
  headingDegrees?: number
  /** A JPEG of at most 240 px, its own photo. */
  thumb: { hash: PhotoHash; bytes: number }
  /** A copy with time and place written into it, its own photo. */
  stamped?: { hash: PhotoHash; bytes: number }
}

/** What a person said it shows. */
export const roleOf = (photo: Pick<PhotoRef, 'role' | 'isUnnamed'>): PhotoRole | null =>
  photo.isUnnamed ? null : photo.role

/** `null` where nobody has said anything; the wire wants a role all the same. */
export const named = (role: PhotoRole | null): Pick<PhotoRef, 'role' | 'isUnnamed'> =>
  role === null ? { role: 'near', isUnnamed: true } : { role }

export const photoLimits = {
  /** Photos of one record. */
  perReport: 30,
  /** Bytes of a file a person picks. */
  fileBytes: 60_000_000,
  /** Pixels of a file a person picks. */
  filePixels: 50_000_000,
  /** Longest side of the copy that is kept, in pixels. */
  keptSide: 1920,
  thumbSide: 240,
  /** Bytes of one photo the server takes (a kept copy is about 0.3 MB). */
  uploadBytes: 10_000_000,
  /** Pixels of one photo the server takes. */
  uploadPixels: 40_000_000,
} as const
