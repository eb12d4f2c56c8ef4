// The door: sessions of members, and which of the session library's paths are open at all. Must not
// be called inside a storage transaction: it takes turns at the same driver and would wait for
// itself.
import * as v from 'valibot'
import { type Fault, fault } from '#domain/fault.ts'
import type { DeviceId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { memberOf } from '../access/memberOf.ts'
import { refuse } from '../http/problems.ts'
import { readBody } from '../http/readBody.ts'
import { callerKey, keyAsAddress } from './callerKey.ts'
import { deviceOf } from './devices.ts'
import { signingDeviceHeader } from './deviceOfSession.ts'
import { livingDevice } from './enrolment.ts'
import { whyNotWrite } from './sameOrigin.ts'
import { createSignInDelays } from './signInDelays.ts'
import {
  briefSessionSeconds,
  callerHeader,
  daySeconds,
  hasBriefSession,
  longSessionSeconds,
  openSessionLibrary,
  type SessionLibraryOptions,
} from './sessionLibrary.ts'

export interface LiveSession {
  memberId: MemberId
  startedAt: number
  /** Where it came from; it ends with it. */
  deviceId: DeviceId
  /** `Set-Cookie` to send on when the session slid, else empty. */
  headers: Headers
}

export interface Auth {
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
  /** One that still lets in. */
  hasPassword(memberId: MemberId): Promise<boolean>
  /** Null where this session may make a way to sign in: soon after it began (E6). */
  whyNotAddCredential(session: LiveSession): Promise<Fault | null>
  /** @param from the device whose end ends the password. */
  setPassword(
    member: Member,
    from: DeviceId,
    username: string,
    password: string,
  ): Promise<Result<void>>
}

/** Everything else the library offers answers 404, whatever it adds one day. */
const openPaths = new Set([
  'POST /sign-in/username',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/delete-passkey',
])
/** Their answers would hold the session's token, which belongs in the cookie alone. */
const passkeyMaking = new Set([
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
])
/**
 * So long after its start a session proves that whoever holds the phone took the invite, or knows
 * the password.
 */
const freshMs = 10 * 60_000
const tokenPaths = new Set(['POST /sign-in/username', 'POST /passkey/verify-authentication'])

export async function openAuth(options: SessionLibraryOptions): Promise<Auth> {
  const { library, context, cookieName } = await openSessionLibrary(options)
  const { storage, secret, publicUrl } = options
  const delays = createSignInDelays(Date.now)

  const userOf = (memberId: MemberId) =>
    context.adapter.findOne<{ id: string; username?: string | null }>({
      model: 'user',
      where: [{ field: 'memberId', value: memberId }],
    })

  async function userFor(member: Member): Promise<{ id: string; username?: string | null }> {
    const known = await userOf(member.id)
    if (known) return known
    const made = {
      memberId: member.id,
      email: `${member.id}@members.invalid`,
      emailVerified: false,
      name: member.name,
    }
    try {
      return await context.internalAdapter.createUser(made, { method: 'admin' })
    } catch (error) {
      // Enrolled twice in the same moment: the other one has made it.
      const other = await userOf(member.id)
      if (other) return other
      throw error
    }
  }

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
    const user = await userOf(memberId)
    if (user) await context.internalAdapter.deleteUserSessions(user.id)
  }

  async function setBanned(memberId: MemberId, banned: boolean): Promise<void> {
    const user = await userOf(memberId)
    if (user) await context.internalAdapter.updateUser(user.id, { banned })
  }

  async function hasPassword(memberId: MemberId): Promise<boolean> {
    const user = await userOf(memberId)
    if (!user || !(await context.internalAdapter.findCredentialAccount(user.id))) return false
    return (
      (await storage.read(async (tx) =>
        livingDevice(tx, await tx.deviceOfCredential('password', user.id)),
      )) !== undefined
    )
  }

  async function hasPasskey(memberId: MemberId): Promise<boolean> {
    const user = await userOf(memberId)
    const passkeys = user
      ? await context.adapter.findMany<{ id: string }>({
          model: 'passkey',
          where: [{ field: 'userId', value: user.id }],
        })
      : []
    const devices = await storage.read((tx) =>
      Promise.all(
        passkeys.map(async ({ id }) =>
          livingDevice(tx, await tx.deviceOfCredential('passkey', id)),
        ),
      ),
    )
    return devices.some((device) => device !== undefined)
  }

  async function whyNotAddCredential({ memberId, startedAt }: LiveSession): Promise<Fault | null> {
    if (Date.now() - startedAt <= freshMs) return null
    const hasOne = (await hasPassword(memberId)) || (await hasPasskey(memberId))
    return fault(hasOne ? 'signedOut' : 'needsFreshInvite', { freshMinutes: freshMs / 60_000 })
  }

  /** A phone that is known signs in as itself. */
  async function signingDevice(request: Request): Promise<string> {
    const device = request.headers.has('Authorization')
      ? await deviceOf(storage, request.headers)
      : null
    return device?.ok ? device.value.id : ''
  }

  return {
    handle: async (request) => {
      const call = `${request.method} ${new URL(request.url).pathname.replace(/^\/api\/auth/, '')}`
      if (!openPaths.has(call)) return refuse(fault('unknownPath'))
      const wrong = whyNotWrite(request, publicUrl)
      if (wrong) return refuse(wrong)
      const session = passkeyMaking.has(call) ? await readSession(request.headers) : null
      if (passkeyMaking.has(call)) {
        const refused = session ? await whyNotAddCredential(session) : fault('signedOut')
        if (refused) return refuse(refused)
      }
      const text = await readBody(request)
      if (!text.ok) return refuse(text.fault)
      const body = request.method === 'POST' ? text.value : null
      const headers = new Headers(request.headers)
      const caller = await callerKey(
        { storage, cookieName, secret },
        request,
        usernameIn(call, body),
      )
      const isGuess = call === 'POST /sign-in/username'
      const wait = isGuess ? delays.whyWait(caller) : null
      if (wait !== null) return refuse(fault('tooManyRequests', { retryAfterSeconds: wait }))
      headers.set(callerHeader, keyAsAddress(caller))
      headers.set(signingDeviceHeader, await signingDevice(request))
      for (const name of ['Content-Length', 'Content-Encoding']) headers.delete(name)
      const answer = await library.handler(
        new Request(request.url, { method: request.method, headers, body }),
      )
      if (!answer.ok) return refuse(faultOf(call, answer))
      if (isGuess) delays.forgive(caller)
      // Before that the passkey lets nobody in, so a process that dies here has made one that is
      // good for nothing.
      if (session && call === 'POST /passkey/verify-registration') {
        const { id } = v.parse(MadePasskey, await answer.clone().json())
        await storage.write((tx) => tx.putCredential('passkey', id, session.deviceId))
      }
      if (!tokenPaths.has(call)) return withNoStore(answer)
      const cookies = cookiesOf(answer.headers)
      cookies.set('Content-Type', 'application/json; charset=utf-8')
      return withNoStore(new Response(JSON.stringify({ v: 1 }), { headers: cookies }))
    },
    memberIdOf: async (headers) => (await readSession(headers))?.memberId ?? null,
    readSession,
    startSession: async (member, deviceId, request) => {
      const user = await userFor(member)
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
      await setBanned(memberId, true)
      await endSessions(memberId)
    },
    allow: (memberId) => setBanned(memberId, false),
    hasPassword,
    whyNotAddCredential,
    setPassword: async (member, from, username, password) => {
      const user = await userFor(member)
      const holder = await context.adapter.findOne<{ id: string }>({
        model: 'user',
        where: [{ field: 'username', value: username }],
      })
      if (holder && holder.id !== user.id) return fail(fault('nameTaken'))
      if (!holder) await context.internalAdapter.updateUser(user.id, { username })
      const hash = await context.password.hash(password)
      await storage.write((tx) => tx.putCredential('password', user.id, from))
      if (await context.internalAdapter.findCredentialAccount(user.id))
        await context.internalAdapter.updatePassword(user.id, hash)
      else
        await context.internalAdapter.createAccount({
          userId: user.id,
          providerId: 'credential',
          accountId: user.id,
          password: hash,
        })
      return succeed(undefined)
    },
  }
}

const MadePasskey = v.object({ id: v.string() })
const Credentials = v.object({ username: v.string() })

function usernameIn(call: string, body: string | null): string | null {
  if (call !== 'POST /sign-in/username' || body === null) return null
  try {
    return v.parse(Credentials, JSON.parse(body)).username.normalize('NFKC').toLowerCase()
  } catch {
    return ''
  }
}

function cookiesOf(from: Headers): Headers {
  const headers = new Headers()
  for (const cookie of from.getSetCookie()) headers.append('Set-Cookie', cookie)
  return headers
}

function withNoStore(answer: Response): Response {
  answer.headers.set('Cache-Control', 'no-store')
  return answer
}

function faultOf(call: string, answer: Response): Fault {
  if (answer.status === 429)
    return fault('tooManyRequests', {
      retryAfterSeconds: Number(answer.headers.get('X-Retry-After') ?? 60),
    })
  if (answer.status >= 500) return fault('internal')
  // A name that cannot exist is answered like a wrong password: nobody learns which names there
  // are.
  if (call === 'POST /sign-in/username') return fault('wrongPassword')
  if (answer.status === 401) return fault('signedOut')
  return answer.status === 403
    ? fault('notAllowed')
    : fault('malformed', { at: '', expected: 'passkey' })
}
