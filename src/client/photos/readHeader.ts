// First check of a photo, before any decoding: what it is and how large it claims to be, from its
// first bytes. A few kilobytes can claim 30000 x 30000 pixels; decoding them would take the memory
// of the whole phone.
import { imageTypeOf, type ImageType } from '#domain/imageType.ts'

export interface ImageHeader {
  type: ImageType
  /** As stored, before any EXIF orientation; null when these bytes do not (or not yet) say it. */
  size: { width: number; height: number } | null
}

/** Null when the bytes are no image the app knows. */
export function readHeader(head: Uint8Array): ImageHeader | null {
  const type = imageTypeOf(head)
  if (!type) return null
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const size = sizeReaders[type](view)
  return { type, size: size && size.width > 0 && size.height > 0 ? size : null }
}

type SizeReader = (view: DataView) => ImageHeader['size']

const sizeReaders = {
  'image/jpeg': jpegSize,
  'image/png': pngSize,
  'image/webp': webpSize,
  'image/heic': heicSize,
} as const satisfies Record<ImageType, SizeReader>

const tagAt = (view: DataView, at: number): string =>
  at + 4 <= view.byteLength
    ? String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))
    : ''

/**
 * Walks the segments to the frame header (ITU T.81 B.2.2), so that a thumbnail inside EXIF is not
 * taken for the photo.
 */
function jpegSize(view: DataView): ImageHeader['size'] {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1 // fill byte
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2 // stands alone, has no length
    } else if (isFrameHeader(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    } else if (marker === 0xd9 || marker === 0xda) {
      return null // end of image, or pixels without a frame header before them
    } else {
      const length = view.getUint16(at + 2)
      if (length < 2) return null
      at += 2 + length
    }
  }
  return null
}

// SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share the range.
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** IHDR is always the first chunk (PNG specification 5.6). */
function pngSize(view: DataView): ImageHeader['size'] {
  if (view.byteLength < 24 || tagAt(view, 12) !== 'IHDR') return null
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** Lossy (RFC 6386 9.1), lossless (WebP lossless 3) or extended (WebP container) form. */
function webpSize(view: DataView): ImageHeader['size'] {
  if (view.byteLength < 30) return null
  const form = tagAt(view, 12)
  if (form === 'VP8 ') {
    if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a)
      return null
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (form === 'VP8L') {
    if (view.getUint8(20) !== 0x2f) return null
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (form === 'VP8X') return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
  return null
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16)

/**
 * The largest `ispe` property (ISO 23008-12 6.5.3): a HEIC is a grid of tiles, and the whole is
 * larger than each.
 */
function heicSize(view: DataView): ImageHeader['size'] {
  let largest: ImageHeader['size'] = null
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint8(at) !== 0x69 || tagAt(view, at) !== 'ispe') continue
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}
