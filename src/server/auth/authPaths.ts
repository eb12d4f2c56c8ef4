// Which of the session library's paths are open at all, and what is asked before and after one of
// them is called. Made by auth.ts.
import * as v from 'valibot'
import { type Fault, fault } from '#domain/fault.ts'
import { refuse } from '../http/problems.ts'
import { readBody } from '../http/readBody.ts'
import { callerKey, keyAsAddress } from './callerKey.ts'
import { cookiesOf } from './cookiesOf.ts'
import { deviceOf } from './devices.ts'
import { signingDeviceHeader } from './deviceOfSession.ts'
import type { LiveSession } from './liveSession.ts'
import { whyNotWrite } from './sameOrigin.ts'
import { callerHeader, type SessionLibrary, type SessionLibraryOptions } from './sessionLibrary.ts'
import { createSignInDelays } from './signInDelays.ts'

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
const tokenPaths = new Set(['POST /sign-in/username', 'POST /passkey/verify-authentication'])

export interface AuthPathParts extends Pick<
  SessionLibraryOptions,
  'storage' | 'secret' | 'publicUrl'
> {
  readSession(headers: Headers): Promise<LiveSession | null>
  whyNotAddCredential(session: LiveSession): Promise<Fault | null>
}

/** Answers what is open under /api/auth. */
export function authPaths(
  { library, cookieName }: SessionLibrary,
  { storage, secret, publicUrl, readSession, whyNotAddCredential }: AuthPathParts,
): (request: Request) => Promise<Response> {
  const delays = createSignInDelays(Date.now)

  /** A phone that is known signs in as itself. */
  async function signingDevice(request: Request): Promise<string> {
    const device = request.headers.has('Authorization')
      ? await deviceOf(storage, request.headers)
      : null
    return device?.ok ? device.value.id : ''
  }

  return async (request) => {
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
    const caller = await callerKey({ storage, cookieName, secret }, request, usernameIn(call, body))
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
