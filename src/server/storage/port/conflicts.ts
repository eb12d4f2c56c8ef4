// What the server asks of the database about parked work, beyond rows and scopes.
import type { ClientId, MemberId } from '#domain/ids.ts'

/** A change that was parked before parked work had conflicts. */
export interface ParkedBefore {
  install: ClientId
  n: number
  hash: string
  /** The change and its result, as the journal has them. */
  body: string
  result: string
  receivedAt: number
  memberId: MemberId
  deviceLabel: string
}

export interface ConflictReads {
  parkedBefore(limit: number): Promise<ParkedBefore[]>
}

export interface ConflictWrites {
  /** Its conflict is made. */
  dropParkedBefore(install: ClientId, n: number): Promise<void>
}
