// How the server names the organisation's public key. Apart from the sealing itself: every sync
// tells which key the phone has, and few phones ever seal.
import { toHex } from '#domain/toHex.ts'

export const keyBytes = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )

/** @param publicKey P-256 point, uncompressed, base64url. */
export async function sealKeyId(publicKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', keyBytes(publicKey))
  return toHex(new Uint8Array(digest).slice(0, 8))
}
