// Seals records to the organisation's key (R1, R2): nobody who carries the file can read it, and
// each record opens by itself.
import { toHex } from '#domain/toHex.ts'
import { nonceOf, sealInfo, writeFrame, writeRescueHeader } from '#protocol/rescueFile.ts'
import { keyBytes, sealKeyId } from './sealKeyId.ts'

export interface Sealer {
  /** Names the file. */
  file: string
  header: Uint8Array<ArrayBuffer>
  /** The next record as it stands in the file. */
  seal(
    type: number,
    content: Uint8Array<ArrayBuffer> | ArrayBuffer,
  ): Promise<Uint8Array<ArrayBuffer>>
}

export const curve = { name: 'ECDH', namedCurve: 'P-256' } as const

export async function newSealer(publicKey: string): Promise<Sealer> {
  const { subtle } = crypto
  const theirs = await subtle.importKey('raw', keyBytes(publicKey), curve, false, [])
  const pair = await subtle.generateKey(curve, false, ['deriveBits'])
  const file = toHex(crypto.getRandomValues(new Uint8Array(16)))
  const ephemeral = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const header = writeRescueHeader(await sealKeyId(publicKey), file, ephemeral)
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256)
  const base = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const key = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: header, info: sealInfo },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  let next = 0
  return {
    file,
    header,
    seal: async (type, content) => {
      const index = next++
      const nonce = nonceOf(index)
      const plain = new Uint8Array(content.byteLength + 1)
      plain[0] = type
      plain.set(new Uint8Array(content), 1)
      const sealed = await subtle.encrypt(
        { name: 'AES-GCM', iv: nonce, additionalData: nonce },
        key,
        plain,
      )
      return writeFrame({ index, sealed: new Uint8Array(sealed) })
    },
  }
}
