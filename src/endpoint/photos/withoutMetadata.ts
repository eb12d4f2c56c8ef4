// A photo as it is shown: the same picture without what it says beside the picture (position, device, comments, previews, anything appended).
// Nothing is encoded anew; only how it must be turned stays. The stored original keeps every byte, because its name is their hash.
import { crc32 } from 'node:zlib'

type Bytes = Uint8Array<ArrayBuffer>

export function withoutMetadata(bytes: Bytes, type: string): Bytes {
  const strip = { 'image/jpeg': strippedJpeg, 'image/png': strippedPng, 'image/webp': strippedWebp }[type]
  if (!strip) throw new Error(`photos of type ${type} are not taken in`)
  return new Uint8Array(Buffer.concat(strip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))))
}

const exifHead = Buffer.from('Exif\0\0', 'latin1')
const iccHead = Buffer.from('ICC_PROFILE\0', 'latin1')
const jpeg = { app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, app15: 0xef, comment: 0xfe, scan: 0xda, end: 0xd9 } as const

/** Segment by segment, as a decoder reads them: what lies between segments is skipped, what follows the end is left away. */
function strippedJpeg(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  let orientation = 1
  let at = 2
  for (;;) {
    const marker = markerFrom(bytes, at)
    if (marker === null) break
    const { code, start } = marker
    if (code === jpeg.end) {
      kept.push(bytes.subarray(start, start + 2))
      break
    }
    const end = start + 2 + (hasLength(code) && start + 4 <= bytes.length ? bytes.readUInt16BE(start + 2) : 0)
    const body = bytes.subarray(start + 4, end)
    if (code === jpeg.app1 && body.subarray(0, 6).equals(exifHead)) orientation = orientationIn(body.subarray(6)) ?? orientation
    // After a scan's head come its coded bytes, up to the next marker that is neither a stuffed byte nor a restart.
    at = code === jpeg.scan ? (markerFrom(bytes, end)?.start ?? bytes.length) : end
    if (isOfThePicture(code, body)) kept.push(bytes.subarray(start, at))
  }
  return [bytes.subarray(0, 2), ...(orientation > 1 ? [exifSegment(orientation)] : []), ...kept]
}

function markerFrom(bytes: Buffer, from: number): { code: number; start: number } | null {
  for (let start = bytes.indexOf(0xff, from); start >= 0 && start + 1 < bytes.length; start = bytes.indexOf(0xff, start + 1)) {
    const code = bytes[start + 1]!
    const isStuffing = code === 0x00 || code === 0xff || code === 0x01 || (code >= 0xd0 && code <= 0xd7)
    if (!isStuffing) return { code, start }
  }
  return null
}

const hasLength = (code: number): boolean => code !== 0xd8

function isOfThePicture(code: number, body: Buffer): boolean {
  if (code === jpeg.app2) return body.subarray(0, iccHead.length).equals(iccHead)
  // JFIF says the pixel's shape, Adobe's segment which colours are meant.
  if (code === jpeg.app0) return body.subarray(0, 5).toString('latin1') === 'JFIF\0'
  if (code === jpeg.app14) return true
  return code !== jpeg.comment && !(code > jpeg.app0 && code <= jpeg.app15)
}

function exifSegment(orientation: number): Buffer {
  const body = Buffer.concat([exifHead, tiffWith(orientation)])
  const head = Buffer.from([0xff, jpeg.app1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

const pngText = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'])
const pngSignature = 8

function strippedPng(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  let orientation = 1
  let at = pngSignature
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'eXIf') orientation = orientationIn(bytes.subarray(at + 8, end - 4)) ?? orientation
    if (!pngText.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') break
    at = end
  }
  const [first, ...others] = kept
  return [bytes.subarray(0, pngSignature), first ?? Buffer.alloc(0), ...(orientation > 1 ? [pngExif(orientation)] : []), ...others]
}

function pngExif(orientation: number): Buffer {
  const tiff = tiffWith(orientation)
  const chunk = Buffer.alloc(12 + tiff.length)
  chunk.writeUInt32BE(tiff.length, 0)
  chunk.write('eXIf', 4, 'latin1')
  tiff.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + tiff.length)), 8 + tiff.length)
  return chunk
}

/** Bits of the VP8X chunk that promise a chunk of metadata. */
const webpFlags = { exif: 0x08, xmp: 0x04 } as const

function strippedWebp(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  let extended: Buffer | null = null
  let orientation = 1
  const last = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= last; ) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    const name = bytes.toString('latin1', at, at + 4)
    if (name === 'EXIF') {
      const body = bytes.subarray(at + 8, at + 8 + size)
      orientation = orientationIn(body.subarray(0, 6).equals(exifHead) ? body.subarray(6) : body) ?? orientation
    } else if (name === 'VP8X') kept.push((extended = Buffer.from(bytes.subarray(at, end))))
    else if (name !== 'XMP ') kept.push(bytes.subarray(at, end))
    at = end
  }
  if (extended) {
    extended[8]! &= ~(webpFlags.exif | webpFlags.xmp)
    if (orientation > 1) {
      extended[8]! |= webpFlags.exif
      kept.push(webpExif(orientation))
    }
  }
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(4 + kept.reduce((sum, each) => sum + each.length, 0), 4)
  return [head, ...kept]
}

function webpExif(orientation: number): Buffer {
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1')
  const tiff = tiffWith(orientation)
  head.writeUInt32LE(tiff.length, 4)
  return Buffer.concat([head, tiff])
}

const orientationTag = 0x0112

/** How the picture must be turned, 1 to 8, by the first directory of an EXIF block; null where it does not say. */
function orientationIn(tiff: Buffer): number | null {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 10 || (order !== 'II' && order !== 'MM')) return null
  const u16 = (at: number): number => (at + 2 > tiff.length ? 0 : order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = u16(directory)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return null
    if (u16(at) !== orientationTag) continue
    const turned = u16(at + 8)
    return turned >= 1 && turned <= 8 ? turned : null
  }
  return null
}

/** An EXIF block of one entry. */
function tiffWith(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
