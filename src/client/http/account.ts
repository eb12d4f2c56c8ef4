// The few calls that need a connection and a person: enrol, sign in, end the session. Asked by
// state/useSession.ts.
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { DeviceGrant, InviteAnswer } from '#protocol/deviceMessages.ts'
import { DoneAnswer } from '#protocol/memberMessages.ts'
import { SessionAnswer } from '#protocol/sessionMessages.ts'
import { call } from './call.ts'
import type { Transport } from './transport.ts'

export const takeInvite = (
  transport: Transport,
  secret: string,
  label: string,
): Promise<Result<DeviceGrant>> =>
  call(transport, { method: 'POST', path: '/api/enrol', json: { secret, label } }, DeviceGrant)

/** Whose it is; spends nothing. */
export const lookAtInvite = (transport: Transport, secret: string): Promise<Result<InviteAnswer>> =>
  call(transport, { method: 'POST', path: '/api/enrol/look', json: { secret } }, InviteAnswer)

/** For a member who has just signed in by password or passkey: makes this phone or desk theirs. */
export const bindSignedIn = (transport: Transport, label: string): Promise<Result<DeviceGrant>> =>
  call(transport, { method: 'POST', path: '/api/session/device', json: { label } }, DeviceGrant)

/** Who is signed in, if anybody. */
export const readSession = (transport: Transport): Promise<Result<SessionAnswer>> =>
  call(transport, { method: 'GET', path: '/api/session' }, SessionAnswer)

export const endSession = (transport: Transport): Promise<Result<unknown>> =>
  call(transport, { method: 'POST', path: '/api/session/end', json: {} }, DoneAnswer)

export const setPassword = (
  transport: Transport,
  username: string,
  password: string,
): Promise<Result<unknown>> =>
  call(
    transport,
    { method: 'POST', path: '/api/session/password', json: { username, password } },
    DoneAnswer,
  )

/** @param own headers of the phone's credential, so that the session ends with the phone (E6). */
export async function signInWithPassword(
  transport: Transport,
  username: string,
  password: string,
  own: Record<string, string> = {},
): Promise<Result<null>> {
  const json = { username, password, rememberMe: true }
  const signedIn = await call(
    transport,
    { method: 'POST', path: '/api/auth/sign-in/username', json, headers: own },
    DoneAnswer,
  )
  if (signedIn.ok) return succeed(null)
  return fail(signedIn.fault.code === 'internal' ? fault('serverBusy') : signedIn.fault)
}

/** A name for the phone that a supervisor recognises; no serial number, no fingerprint. */
export function deviceLabel(userAgent: string): string {
  const system = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(userAgent)?.[0] ?? 'Web'
  const browser = /Edg|MicroMessenger|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? ''
  const plain: Record<string, string> = { Macintosh: 'Mac', Edg: 'Edge', MicroMessenger: 'WeChat' }
  return [plain[system] ?? system, plain[browser] ?? browser].filter(Boolean).join(' · ')
}
