// Passkeys for supervisors. Loaded only on the screens that use them.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { Refusal } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import type { Transport } from '../http/transport.ts'

class Refused extends Error {
  readonly fault: Fault
  constructor(refusal: Result<{ fault: Fault }>) {
    super('refused')
    this.fault = refusal.ok ? refusal.value.fault : fault('notAllowed')
  }
}

async function ask(
  transport: Transport,
  path: string,
  body?: unknown,
  own: Record<string, string> = {},
): Promise<unknown> {
  const response = await transport.send(`/api/auth/passkey/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...own } }),
  })
  if (!response.ok) throw new Refused(parse(Refusal, await response.json().catch(() => null)))
  return response.json()
}

/** @param own headers of the phone's credential, so that the session ends with the phone (E6). */
export async function signInWithPasskey(
  transport: Transport,
  own: Record<string, string> = {},
): Promise<Result<null>> {
  try {
    const options = (await ask(transport, 'generate-authenticate-options')) as never
    await ask(
      transport,
      'verify-authentication',
      { response: await startAuthentication({ optionsJSON: options }) },
      own,
    )
    return succeed(null)
  } catch {
    return fail(fault('wrongPassword'))
  }
}

export async function addPasskey(transport: Transport, name: string): Promise<Result<null>> {
  try {
    const options = (await ask(
      transport,
      `generate-register-options?name=${encodeURIComponent(name)}`,
    )) as never
    await ask(transport, 'verify-registration', {
      response: await startRegistration({ optionsJSON: options }),
      name,
    })
    return succeed(null)
  } catch (error) {
    return fail(error instanceof Refused ? error.fault : fault('notAllowed'))
  }
}
