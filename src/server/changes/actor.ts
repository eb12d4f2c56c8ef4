// In whose name a change is applied, and as of when it came. Made by decideBatch.ts and, for
// parked work, by conflicts/.
import type { Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { Acting } from '#domain/member.ts'

export interface Actor {
  member: Acting
  /** Photos whose bytes they handed in. */
  deposited: ReadonlySet<PhotoHash>
  receivedAt: Instant
  /** Whose parked work this takes the place of. */
  onBehalfOf?: MemberId
}
