// The few calls that need a connection and a person: enrol, sign in, end the session. Answers are
// checked like every other (A1).
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { DeviceGrant, Refusal } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import type { Transport } from './transport.ts'

/** A call of the server's with a JSON answer that carries `v: 1`; everything else is a fault. */
export async function callServer(
  transport: Transport,
  method: string,
  path: string,
  body?: unknown,
): Promise<Result<unknown>> {
  let status: number
  let json: unknown
  try {
    const response = await transport.send(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    status = response.status
    json = await response.json()
  } catch (error) {
    return fail(fault(error instanceof SyntaxError ? 'notOurAnswer' : 'offline'))
  }
  const refusal = parse(Refusal, json)
  if (refusal.ok) return fail(refusal.value.fault)
  if (status !== 200 || (json as { v?: unknown } | null)?.v !== 1)
    return fail(fault('notOurAnswer'))
  return succeed(json)
}

async function grantFrom(answer: Result<unknown>): Promise<Result<DeviceGrant>> {
  if (!answer.ok) return answer
  const grant = parse(DeviceGrant, answer.value)
  return Promise.resolve(grant.ok ? grant : fail(fault('notOurAnswer')))
}

export const takeInvite = async (
  transport: Transport,
  secret: string,
  label: string,
): Promise<Result<DeviceGrant>> =>
  grantFrom(await callServer(transport, 'POST', '/api/enrol', { secret, label }))

/** For a member who has just signed in by password or passkey: makes this phone or desk theirs. */
export const bindSignedIn = async (
  transport: Transport,
  label: string,
): Promise<Result<DeviceGrant>> =>
  grantFrom(await callServer(transport, 'POST', '/api/session/device', { label }))

/** better-auth answers in its own shape: 200 or not is all that is asked of it. */
/** @param own headers of the phone's credential, so that the session ends with the phone (E6). */
export async function signInWithPassword(
  transport: Transport,
  username: string,
  password: string,
  own: Record<string, string> = {},
): Promise<Result<null>> {
  try {
    const response = await transport.send('/api/auth/sign-in/username', {
      method: 'POST',
      body: JSON.stringify({ username, password, rememberMe: true }),
      headers: { 'Content-Type': 'application/json', ...own },
    })
    if (response.ok) return succeed(null)
    return fail(
      fault(
        response.status === 429
          ? 'tooManyRequests'
          : response.status < 500
            ? 'wrongPassword'
            : 'serverBusy',
      ),
    )
  } catch {
    return fail(fault('offline'))
  }
}

/** A name for the phone that a supervisor recognises; no serial number, no fingerprint. */
export function deviceLabel(userAgent: string): string {
  const system = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(userAgent)?.[0] ?? 'Web'
  const browser = /Edg|MicroMessenger|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? ''
  const plain: Record<string, string> = { Macintosh: 'Mac', Edg: 'Edge', MicroMessenger: 'WeChat' }
  return [plain[system] ?? system, plain[browser] ?? browser].filter(Boolean).join(' · ')
}
