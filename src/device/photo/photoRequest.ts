// What passes between the page and the photo worker. Types only, so that both runtimes can read it.
import type { PhotoRef } from '#domain/photo.ts'
import type { Result } from '#domain/result.ts'

export interface PhotoRequest {
  file: Blob
  /** Taken as the time of a photo that does not say when it was taken. */
  now: number
  /** Lines to write into a copy; none means no copy. */
  stamp: string[]
}

export interface PreparedPhoto {
  ref: Omit<PhotoRef, 'role'>
  bytes: ArrayBuffer
  thumbBytes: ArrayBuffer
  stampedBytes?: ArrayBuffer
}

export type PhotoAnswer = Result<PreparedPhoto>
