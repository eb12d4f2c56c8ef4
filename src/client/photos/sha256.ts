// What bytes are named by.
import type { PhotoHash } from '#domain/ids.ts'
import { toHex } from '#domain/toHex.ts'

export const sha256 = async (bytes: ArrayBuffer): Promise<PhotoHash> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) as PhotoHash
