// Sessions of members. Not to be called inside a storage transaction: both use one driver, one at a
// time, so it would deadlock.
import { type Fault, fault } from '#domain/fault.ts'
import type { DeviceId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { memberOf } from '../access/memberOf.ts'
import { authPaths } from './authPaths.ts'
import { cookiesOf } from './cookiesOf.ts'
import { livingDevice } from './enrolment.ts'
import type { LiveSession } from './liveSession.ts'
import { type MemberAccounts, memberAccounts } from './memberAccounts.ts'
import {
  briefSessionSeconds,
  daySeconds,
  hasBriefSession,
  longSessionSeconds,
  openSessionLibrary,
  type SessionLibraryOptions,
} from './sessionLibrary.ts'

export interface Auth extends Pick<MemberAccounts, 'hasPassword' | 'setPassword'> {
  /** Answers what is open under /api/auth. */
  handle(request: Request): Promise<Response>
  memberIdOf(headers: Headers): Promise<MemberId | null>
  /** Like memberIdOf, and lets a long session slide. */
  readSession(headers: Headers): Promise<LiveSession | null>
  /**
   * Returns headers with `Set-Cookie`. Throws for a member who is not active, and for a device that
   * is no more.
   */
  startSession(member: Member, device: DeviceId, request: Request): Promise<Headers>
  /** The session of these headers goes over to a device that was bound from it. */
  bindSession(headers: Headers, device: DeviceId): Promise<void>
  /** Ends the session of these headers; returns the headers that take its cookie away. */
  endSession(headers: Headers): Promise<Headers>
  endSessions(memberId: MemberId): Promise<void>
  /** Ends all sessions and lets none begin until `allow`. */
  block(memberId: MemberId): Promise<void>
  allow(memberId: MemberId): Promise<void>
  /** Null where this session may make a way to sign in: soon after it began (E6). */
  whyNotAddCredential(session: LiveSession): Promise<Fault | null>
}

/**
 * So long after its start a session proves that whoever holds the phone took the invite, or knows
 * the password.
 */
const freshMs = 10 * 60_000

export async function openAuth(options: SessionLibraryOptions): Promise<Auth> {
  const opened = await openSessionLibrary(options)
  const { library, context } = opened
  const { storage, secret, publicUrl } = options
  const accounts = memberAccounts(context, storage)

  async function readSession(headers: Headers): Promise<LiveSession | null> {
    if (!headers.has('Cookie')) return null
    const found = await library.api.getSession({ headers })
    const memberId = found?.user.memberId as MemberId | undefined
    if (!found || !memberId) return null
    const { member, device } = await storage.read(async (tx) => ({
      member: await memberOf(tx, memberId),
      device: await livingDevice(tx, found.session.deviceId),
    }))
    if (!member?.isActive || device?.memberId !== member.id) return null
    const startedAt = found.session.createdAt.getTime()
    const live = { memberId: member.id, startedAt, deviceId: device.id, headers: new Headers() }
    // Asked again at each reading: somebody may have been given more to do since.
    if (hasBriefSession(member))
      return startedAt + briefSessionSeconds * 1000 > Date.now() ? live : null
    if (found.session.expiresAt.getTime() > Date.now() + (longSessionSeconds - daySeconds) * 1000)
      return live
    const slid = await library.api.slideSession({
      body: { token: found.session.token },
      headers,
      returnHeaders: true,
    })
    return { ...live, headers: cookiesOf(slid.headers) }
  }

  async function endSessions(memberId: MemberId): Promise<void> {
    const user = await accounts.of(memberId)
    if (user) await context.internalAdapter.deleteUserSessions(user.id)
  }

  async function whyNotAddCredential({ memberId, startedAt }: LiveSession): Promise<Fault | null> {
    if (Date.now() - startedAt <= freshMs) return null
    const hasOne = (await accounts.hasPassword(memberId)) || (await accounts.hasPasskey(memberId))
    return fault(hasOne ? 'signedOut' : 'needsFreshInvite', { freshMinutes: freshMs / 60_000 })
  }

  return {
    handle: authPaths(opened, { storage, secret, publicUrl, readSession, whyNotAddCredential }),
    memberIdOf: async (headers) => (await readSession(headers))?.memberId ?? null,
    readSession,
    startSession: async (member, deviceId, request) => {
      const user = await accounts.for(member)
      const started = await library.api.startSession({
        body: { userId: user.id, deviceId },
        headers: request.headers,
        returnHeaders: true,
      })
      return cookiesOf(started.headers)
    },
    bindSession: async (headers, deviceId) => {
      const found = await library.api.getSession({ headers })
      if (found)
        await library.api.bindSession({ body: { token: found.session.token, deviceId }, headers })
    },
    endSession: async (headers) =>
      cookiesOf((await library.api.signOut({ headers, returnHeaders: true })).headers),
    endSessions,
    block: async (memberId) => {
      await accounts.setBanned(memberId, true)
      await endSessions(memberId)
    },
    allow: (memberId) => accounts.setBanned(memberId, false),
    hasPassword: accounts.hasPassword,
    whyNotAddCredential,
    setPassword: accounts.setPassword,
  }
}
