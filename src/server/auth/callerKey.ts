// Whom a sign-in attempt is counted against. Not the network alone: a whole village sits behind one
// address of a carrier. Nor the name alone: a stranger could use up the attempts of whoever bears
// it.
import { createHash, createHmac } from 'node:crypto'
import type { Storage } from '../storage/port/storage.ts'
import { deviceOf } from './devices.ts'
import { networkOf } from './networkOf.ts'
import { isSameHash } from '../access/secrets.ts'

/**
 * Of names and of networks: bounds the rows kept. The slow password hashes that strangers can order
 * are bounded by signInDelays.ts.
 */
const buckets = 256
const bucketOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % buckets

interface Keys {
  storage: Storage
  cookieName: string
  secret: string
}

/**
 * A phone or desk we know counts for itself; a stranger counts against the account they try, from
 * where they try it.
 */
export async function callerKey(
  keys: Keys,
  request: Request,
  username: string | null,
): Promise<string> {
  const device = request.headers.has('Authorization')
    ? await deviceOf(keys.storage, request.headers)
    : null
  if (device?.ok) return `device:${device.value.id}`
  const token = signedToken(request.headers.get('Cookie') ?? '', keys)
  if (token) return `session:${token}`
  if (username !== null) return `name:${bucketOf(username)}:${bucketOf(networkOf(request))}`
  return 'stranger'
}

/** Also of a session that has ended: it was ours once, and a stranger cannot sign one. */
function signedToken(cookies: string, { cookieName, secret }: Keys): string | null {
  const pair = cookies.split(/;\s*/).find((each) => each.startsWith(`${cookieName}=`))
  const [token, signature] = safeDecode(pair?.slice(cookieName.length + 1) ?? '').split('.')
  if (!token || !signature) return null
  const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex')
  return isSameHash(hex(signature), createHmac('sha256', secret).update(token).digest('hex'))
    ? token
    : null
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/**
 * The library counts by address only, so the key is handed over in the shape of one (fc00::/7 is
 * nobody's).
 */
export function keyAsAddress(key: string): string {
  const digest = createHash('sha256').update(key).digest('hex')
  return `fd${digest.slice(0, 2)}:${(digest.slice(2, 30).match(/.{4}/g) ?? []).join(':')}`
}
