// What passes between the page and the photo worker. Types only, so that both runtimes can read it.
import type { PhotoRef, PhotoSource } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import type { Result } from '#domain/result.ts'

/** What the page knows of where a photo comes from; the photo itself may say otherwise. */
export interface PhotoOrigin {
  source: PhotoSource
  /** When it was shot, or put in from the album. */
  at: number
  /** Where the phone was when it was shot. */
  position?: Position
  /** Which way the camera looked when it was shot: degrees clockwise from north. */
  headingDegrees?: number
}

/** What is written into a copy beside what the photo says. */
export interface StampSubject {
  locale: 'zh-CN' | 'en'
  memberId: string
  placeName?: string
}

export interface PhotoRequest {
  file: Blob
  origin: PhotoOrigin
  /** Absent means no copy. */
  stamp?: StampSubject
}

export interface PreparedPhoto {
  ref: Omit<PhotoRef, 'role' | 'isUnnamed'>
  bytes: ArrayBuffer
  thumbBytes: ArrayBuffer
  stampedBytes?: ArrayBuffer
}

export type PhotoAnswer = Result<PreparedPhoto>
