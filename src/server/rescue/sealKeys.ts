// The organisation's key pair for rescue files: the public half goes to every phone with its sync
// answer, the private half stays in the database.
import { webcrypto } from 'node:crypto'
import { curve } from '#crypto/sealRecords.ts'
import { toHex } from '#domain/toHex.ts'
import type { Storage } from '../storage/port/storage.ts'

/** The raw public point of a key, as phones get it. */
function publicBytes(key: JsonWebKey): Uint8Array<ArrayBuffer> {
  return new Uint8Array([
    4,
    ...Buffer.from(key.x!, 'base64url'),
    ...Buffer.from(key.y!, 'base64url'),
  ])
}

export async function sealKeyId(key: JsonWebKey): Promise<string> {
  return toHex(
    new Uint8Array(await webcrypto.subtle.digest('SHA-256', publicBytes(key))).slice(0, 8),
  )
}

/** Made at the first asking, once for all nodes. */
async function currentKey(storage: Storage): Promise<JsonWebKey> {
  const [known] = await storage.read((tx) => tx.sealKeys())
  if (known) return known
  const pair = await webcrypto.subtle.generateKey(curve, true, ['deriveBits'])
  const made = await webcrypto.subtle.exportKey('jwk', pair.privateKey)
  await storage.write((tx) => tx.putFirstSealKey(made))
  return (await storage.read((tx) => tx.sealKeys()))[0]!
}

/**
 * The public key for a phone, in base64url; undefined where the phone has it already or never
 * asked.
 */
export async function sealKeyFor(
  storage: Storage,
  hasId: string | undefined,
): Promise<string | undefined> {
  if (hasId === undefined) return undefined
  const key = await currentKey(storage)
  return (await sealKeyId(key)) === hasId
    ? undefined
    : Buffer.from(publicBytes(key)).toString('base64url')
}

/** The private key that opens files of this key id, older keys included. */
export async function openingKey(storage: Storage, keyId: string): Promise<CryptoKey | undefined> {
  for (const key of await storage.read((tx) => tx.sealKeys())) {
    if ((await sealKeyId(key)) === keyId)
      return webcrypto.subtle.importKey('jwk', key, curve, false, ['deriveBits'])
  }
  return undefined
}
