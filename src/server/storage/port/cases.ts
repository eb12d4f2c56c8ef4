// What the server asks of the database about parked work, beyond rows and scopes.
import type { ClientId, MemberId } from '#domain/ids.ts'

/** A change that was parked before parked work had cases. */
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

export interface CaseReads {
  parkedBefore(limit: number): Promise<ParkedBefore[]>
}

export interface CaseWrites {
  /** Its case is made. */
  dropParkedBefore(install: ClientId, n: number): Promise<void>
}
