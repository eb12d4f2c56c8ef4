// A member at work on this phone as it is handed to the screens: who it is, and behind a lock that
// only this wing has the key to, the two databases. Whatever is read or written goes through the
// named types of this wing; no table is seen above it.
import type { Member } from '#domain/member.ts'
import type { MemberId } from '#domain/ids.ts'
import type { LocalSession } from '../session/localSession.ts'

const inside = Symbol('databases')

export interface SealedSession {
  memberId: MemberId
  /** As last told by the server; the cache's member row is newer once it is there. */
  member: Member
  device: { id: string; secret: string }
  readonly [inside]: LocalSession
}

export const sealed = (local: LocalSession): SealedSession => ({
  memberId: local.memberId,
  member: local.member,
  device: local.device,
  [inside]: local,
})

export const unsealed = (session: SealedSession): LocalSession => session[inside]
