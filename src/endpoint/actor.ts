// In whose name a change is laid, where their abilities hold, and as of when it came. Made by pushBatch.ts and batchCases.ts.
import type { GridId, Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'

export interface Actor {
  member: Member
  grids: ReadonlySet<GridId>
  /** Photos whose bytes they handed in. */
  deposited: ReadonlySet<PhotoHash>
  receivedAt: Instant
  /** Whose parked work this takes the place of. */
  onBehalfOf?: MemberId
}
