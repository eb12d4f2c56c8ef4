// Whether a file is a voice note as a phone records it, by its first bytes; names and declared
// types are not believed. What else such a container may hold is not looked at: it is served as
// sound alone.
import { ascii, imageTypeOf } from './imageType.ts'

export type AudioType = 'audio/webm' | 'audio/ogg' | 'audio/mp4'

const ebml = [0x1a, 0x45, 0xdf, 0xa3]
/** Of the head of a WebM or Matroska file its name stands within so many bytes. */
const ebmlHeadBytes = 64
/** Brands under which browsers write sound; HEIC has others. */
const mp4Brand = /^(M4A |M4B |isom|iso[2-9]|mp4[12]|dash)/

export function audioTypeOf(head: Uint8Array): AudioType | null {
  if (ebml.every((byte, at) => head[at] === byte))
    return /webm|matroska/.test(ascii(head, 4, ebmlHeadBytes)) ? 'audio/webm' : null
  if (ascii(head, 0, 4) === 'OggS') return 'audio/ogg'
  if (imageTypeOf(head) === null && ascii(head, 4, 8) === 'ftyp')
    return mp4Brand.test(ascii(head, 8, 12)) ? 'audio/mp4' : null
  return null
}
