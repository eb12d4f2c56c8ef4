// What the journal holds of a change, and what is known of a photo's bytes.
import type { ChangeResult } from '#protocol/messages.ts'
import type { ClientId, MemberId, PhotoHash } from '#domain/ids.ts'

export interface JournalEntry {
  install: ClientId
  n: number
  changeId: string
  /** SHA-256 of the canonical change without its number. */
  hash: string
  result: ChangeResult
}

export interface Accepted {
  install: ClientId
  n: number
  changeId: string
  hash: string
  /** The change as it came, for ever. */
  body: string
  result: ChangeResult
  receivedAt: number
  memberId: MemberId
}

export interface StoredPhoto {
  hash: PhotoHash
  bytes: number
  type: string
}
