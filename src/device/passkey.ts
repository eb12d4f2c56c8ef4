// Passkeys for supervisors. Loaded only on the screens that use them.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Transport } from './sync/transport.ts'

async function ask(transport: Transport, path: string, body?: unknown): Promise<unknown> {
  const response = await transport.send(`/api/auth/passkey/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(`passkey ${response.status}`)
  return response.json()
}

export async function signInWithPasskey(transport: Transport): Promise<Result<null>> {
  try {
    const options = (await ask(transport, 'generate-authenticate-options')) as never
    await ask(transport, 'verify-authentication', { response: await startAuthentication({ optionsJSON: options }) })
    return succeed(null)
  } catch {
    return fail(fault('wrongPassword'))
  }
}

export async function addPasskey(transport: Transport, name: string): Promise<Result<null>> {
  try {
    const options = (await ask(transport, `generate-register-options?name=${encodeURIComponent(name)}`)) as never
    await ask(transport, 'verify-registration', { response: await startRegistration({ optionsJSON: options }), name })
    return succeed(null)
  } catch {
    return fail(fault('notAllowed'))
  }
}
