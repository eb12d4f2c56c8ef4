// Photos whose bytes are here and cannot be shown: kept as they came, told to no report, served to
// nobody as a picture.
import type { DeviceId, Instant, MemberId, PhotoHash } from '#domain/ids.ts'

export interface QuarantinedPhoto {
  hash: PhotoHash
  memberId: MemberId
  deviceId: DeviceId
  bytes: number
  fault: 'photoUnreadable' | 'photoTooManyPixels'
  at: Instant
}

export interface QuarantineReads {
  /** As handed in by this member: knowing a hash tells nothing of what others sent. */
  quarantined(hash: PhotoHash, member: MemberId): Promise<QuarantinedPhoto | undefined>
  /** All of them, newest first. */
  quarantine(): Promise<QuarantinedPhoto[]>
}

export interface QuarantineWrites {
  putQuarantined(photo: QuarantinedPhoto): Promise<void>
}
