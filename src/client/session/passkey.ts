// Passkeys for supervisors. Loaded only on the screens that use them.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { DoneAnswer } from '#protocol/memberMessages.ts'
import type { AnswerSchema } from '#protocol/parse.ts'
import { PasskeyAnswer, PasskeyOptions } from '#protocol/passkeyMessages.ts'
import { call } from '../http/call.ts'
import type { Transport } from '../http/transport.ts'

const ask = <T>(
  transport: Transport,
  path: string,
  schema: AnswerSchema<T>,
  json?: unknown,
  headers: Record<string, string> = {},
): Promise<Result<T>> =>
  call(
    transport,
    {
      method: json === undefined ? 'GET' : 'POST',
      path: `/api/auth/passkey/${path}`,
      ...(json === undefined ? {} : { json, headers }),
    },
    schema,
  )

/** @param own headers of the phone's credential, so that the session ends with the phone (E6). */
export async function signInWithPasskey(
  transport: Transport,
  own: Record<string, string> = {},
): Promise<Result<null>> {
  const options = await ask(transport, 'generate-authenticate-options', PasskeyOptions)
  if (!options.ok) return fail(fault('wrongPassword'))
  try {
    const response = await startAuthentication({ optionsJSON: options.value })
    const signedIn = await ask(transport, 'verify-authentication', DoneAnswer, { response }, own)
    return signedIn.ok ? succeed(null) : fail(fault('wrongPassword'))
  } catch {
    return fail(fault('wrongPassword'))
  }
}

/** Faults: what the server refuses with; `notAllowed` where the person or the browser did not. */
export async function addPasskey(transport: Transport, name: string): Promise<Result<null>> {
  const query = `name=${encodeURIComponent(name)}`
  const options = await ask(transport, `generate-register-options?${query}`, PasskeyOptions)
  if (!options.ok) return refused(options)
  try {
    const response = await startRegistration({ optionsJSON: options.value as never })
    const added = await ask(transport, 'verify-registration', PasskeyAnswer, { response, name })
    return added.ok ? succeed(null) : refused(added)
  } catch {
    return fail(fault('notAllowed'))
  }
}

const refused = (answer: Result<unknown>): Result<null> =>
  fail(
    answer.ok || answer.fault.code === 'offline' || answer.fault.code === 'notOurAnswer'
      ? fault('notAllowed')
      : answer.fault,
  )
