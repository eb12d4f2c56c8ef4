// Opens the sealed records of a rescue file, each by itself: one that is damaged takes no other
// with it (R2).
import { type Frame, nonceOf, type RescueHeader, sealInfo } from '#protocol/rescueFile.ts'
import { curve } from './sealRecords.ts'

export interface OpenedRecord {
  type: number
  content: Uint8Array<ArrayBuffer>
}

/** Null for a record that was damaged, or belongs to another file. */
export type OpenRecord = (frame: Frame) => Promise<OpenedRecord | null>

/** Null where the header holds no point of the curve. */
export async function recordOpener(
  header: RescueHeader,
  key: CryptoKey,
): Promise<OpenRecord | null> {
  const { subtle } = crypto
  const theirs = await subtle
    .importKey('raw', header.ephemeralKey, curve, false, [])
    .catch(() => null)
  if (!theirs) return null
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, key, 256)
  const base = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const derived = { name: 'HKDF', hash: 'SHA-256', salt: header.bytes, info: sealInfo }
  const opening = await subtle.deriveKey(derived, base, { name: 'AES-GCM', length: 256 }, false, [
    'decrypt',
  ])
  return async ({ index, sealed }) => {
    const nonce = nonceOf(index)
    const opened = await subtle
      .decrypt({ name: 'AES-GCM', iv: nonce, additionalData: nonce }, opening, sealed)
      .catch(() => null)
    if (!opened || opened.byteLength === 0) return null
    const bytes = new Uint8Array(opened)
    return { type: bytes[0]!, content: bytes.slice(1) }
  }
}
