// A photo as it is shown: the same picture without what it says beside the picture (position,
// device, comments, previews, anything appended). Only what is on a list of what draws a picture
// stays, so that a block nobody has heard of yet does not pass either. Nothing is encoded anew; how
// it must be turned stays. The stored original keeps every byte, because its name is their hash.
import { strippedJpeg } from './strippedJpeg.ts'
import { strippedPng } from './strippedPng.ts'
import { strippedWebp } from './strippedWebp.ts'

type Bytes = Uint8Array<ArrayBuffer>

export function withoutMetadata(bytes: Bytes, type: string): Bytes {
  const strip = {
    'image/jpeg': strippedJpeg,
    'image/png': strippedPng,
    'image/webp': strippedWebp,
  }[type]
  if (!strip) throw new Error(`photos of type ${type} are not taken in`)
  return new Uint8Array(
    Buffer.concat(strip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
  )
}
