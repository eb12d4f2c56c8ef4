// What the bytes of an attachment may be. What is sent as the one is not taken in as the other.
import type { AttachmentField } from './attachment.ts'
import { audioTypeOf } from './audioType.ts'
import { imageTypeOf } from './imageType.ts'
import { photoLimits } from './photo.ts'
import { voiceLimits } from './voice.ts'

export const media = {
  photos: { typeOf: imageTypeOf, uploadBytes: photoLimits.uploadBytes },
  voice: { typeOf: audioTypeOf, uploadBytes: voiceLimits.uploadBytes },
} as const satisfies Record<AttachmentField, unknown>

/** Of stored bytes, whatever they were sent as. */
export const mediaTypeOf = (bytes: Uint8Array): string | null =>
  imageTypeOf(bytes) ?? audioTypeOf(bytes)
