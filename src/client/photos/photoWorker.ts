// The photo station, in a runtime of its own so that the page never waits: takes a file from
// preparePhoto.ts, checks it, decodes it once, and hands back the kept copy, its thumbnail and, if
// asked, a stamped copy, each named by its hash. Browser floor: Chrome 94, Safari 16.4 (module
// workers, OffscreenCanvas 2d and convertToBlob in a worker).
import { type Fault, fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { photoLimits } from '#domain/photo.ts'
import { fail, succeed, type Result } from '#domain/result.ts'
import { decodeHeic } from './decodeHeic.ts'
import { drawStamp, namePlate } from './drawStamp.ts'
import { jpegEnd, withEnd } from './jpegEnd.ts'
import type { PhotoAnswer, PhotoOrigin, PhotoRequest, PreparedPhoto } from './photoRequest.ts'
import { type ExifFacts, readExif } from './readExif.ts'
import { readHeader, type ImageHeader } from './readHeader.ts'
import { stampLines } from './stampLines.ts'
import { takenOf } from './takenOf.ts'

declare const self: DedicatedWorkerGlobalScope

// EXIF with its thumbnail, ICC profile and HEIC properties end well before this in phone photos
const headBytes = 262_144
const keptQuality = 0.8
const thumbBytesLimit = 15_000
const thumbQualities = [0.7, 0.55, 0.4, 0.25, 0.1]

self.onmessage = async ({ data }: MessageEvent<PhotoRequest>) => {
  const answer = await prepare(data).catch((reason: unknown): PhotoAnswer =>
    fail(fault('photoUnreadable', { reason: reason instanceof Error ? reason.name : 'unknown' })),
  )
  const transfer = answer.ok
    ? [answer.value.bytes, answer.value.thumbBytes, answer.value.stampedBytes].filter(
        (bytes) => bytes !== undefined,
      )
    : []
  self.postMessage(answer, transfer)
}

async function prepare({ file, origin, stamp }: PhotoRequest): Promise<PhotoAnswer> {
  if (typeof OffscreenCanvas === 'undefined')
    return fail(fault('photoUnreadable', { reason: 'browserTooOld' }))
  const header = await check(file)
  if (!header.ok) return header
  const [picture, exif] = await Promise.all([decode(file, header.value), readExif(file)])
  if (!picture.ok) return asItIs(file, header.value, exif, origin, picture.fault)
  const { bitmap, isUnfinished } = picture.value

  const kept = draw(bitmap, photoLimits.keptSide)
  bitmap.close()
  const main = await blobOf(await encode(kept.canvas, keptQuality))
  const thumb = await blobOf(await encodeThumb(kept.canvas))

  const ref: PreparedPhoto['ref'] = {
    hash: main.hash,
    bytes: main.bytes.byteLength,
    width: kept.canvas.width,
    height: kept.canvas.height,
    ...takenOf(exif, origin),
    ...(isUnfinished && { isUnfinished }),
    thumb: { hash: thumb.hash, bytes: thumb.bytes.byteLength },
  }
  const lines = stamp ? stampLines(stamp, ref) : []
  if (lines.length === 0) return succeed({ ref, bytes: main.bytes, thumbBytes: thumb.bytes })

  drawStamp(kept.context, lines) // last: it changes the pixels the other two are made of
  const stamped = await blobOf(await encode(kept.canvas, keptQuality))
  ref.stamped = { hash: stamped.hash, bytes: stamped.bytes.byteLength }
  return succeed({ ref, bytes: main.bytes, thumbBytes: thumb.bytes, stampedBytes: stamped.bytes })
}

/** Every check that needs no decoding; only what passes is decoded. */
async function check(file: Blob): Promise<Result<ImageHeader>> {
  if (file.size === 0) return fail(fault('photoEmpty'))
  if (file.size > photoLimits.fileBytes) {
    return fail(fault('photoTooLarge', { bytes: file.size, limit: photoLimits.fileBytes }))
  }
  let header = readHeader(await bytesOf(file.slice(0, headBytes)))
  if (!header) return fail(fault('photoNotAnImage'))
  if (!header.size && file.size > headBytes) header = readHeader(await bytesOf(file)) ?? header
  if (header.size && header.size.width * header.size.height > photoLimits.filePixels) {
    return fail(fault('photoTooManyPixels', { ...header.size, limit: photoLimits.filePixels }))
  }
  return succeed(header)
}

interface Picture {
  bitmap: ImageBitmap
  isUnfinished?: true
}

/**
 * What cannot be decoded and is a photo all the same comes back as `photoHeic` or
 * `photoUnreadable`; it may be kept as it is.
 */
async function decode(file: Blob, { type, size }: ImageHeader): Promise<Result<Picture>> {
  if (type === 'image/heic') {
    // Safari has a decoder of its own
    const bitmap = (size && (await bitmapOf(file))) ?? (await decodeHeic(file))
    return bitmap ? succeed({ bitmap }) : fail(fault('photoHeic'))
  }
  if (!size) return fail(fault('photoUnreadable', { reason: 'noSize' }))
  const isCut = type === 'image/jpeg' && jpegEnd(await bytesOf(file)) === 'missing'
  const bitmap = await bitmapOf(isCut ? withEnd(file) : file)
  if (!bitmap) return fail(fault('photoUnreadable', { reason: 'decoding' }))
  return succeed({ bitmap, ...(isCut && { isUnfinished: true as const }) })
}

/**
 * Shrinking happens in draw(): on 8 to 12 MP photos it is as fast as resizeWidth here, and
 * resizeWidth is ambiguous (and enlarges) when EXIF turns the picture.
 */
const bitmapOf = (file: Blob): Promise<ImageBitmap | null> =>
  createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)

/**
 * Evidence is never refused for its format: the file itself is kept, with a thumbnail that says
 * what it is.
 */
async function asItIs(
  file: Blob,
  { type, size }: ImageHeader,
  exif: ExifFacts,
  origin: PhotoOrigin,
  why: Fault,
): Promise<PhotoAnswer> {
  if (
    type !== 'image/heic' &&
    !(type === 'image/jpeg' && size && jpegEnd(await bytesOf(file)) !== 'none')
  )
    return fail(why)
  if (file.size > photoLimits.uploadBytes)
    return fail(fault('photoTooLarge', { bytes: file.size, limit: photoLimits.uploadBytes }))
  const [main, thumb] = await Promise.all([
    blobOf(file),
    blobOf(await encode(namePlate(type === 'image/heic' ? 'HEIC' : 'JPEG'), keptQuality)),
  ])
  const ref: PreparedPhoto['ref'] = {
    hash: main.hash,
    bytes: main.bytes.byteLength,
    width: size?.width ?? 1,
    height: size?.height ?? 1,
    ...takenOf(exif, origin),
    isOriginal: true,
    thumb: { hash: thumb.hash, bytes: thumb.bytes.byteLength },
  }
  return succeed({ ref, bytes: main.bytes, thumbBytes: thumb.bytes })
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/**
 * Shrinks to the longest side, never enlarges; white under what is transparent, as JPEG has no
 * transparency.
 */
function draw(source: ImageBitmap | OffscreenCanvas, longestSide: number) {
  const scale = Math.min(1, longestSide / Math.max(source.width, source.height))
  const width = Math.max(1, Math.round(source.width * scale))
  const height = Math.max(1, Math.round(source.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  // In memory rather than on the GPU: the pixels come straight back to be encoded.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('no 2d context')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(source, 0, 0, width, height)
  return { canvas, context }
}

/** A fresh JPEG: nothing of the original's EXIF, GPS or embedded thumbnail survives. */
const encode = (canvas: OffscreenCanvas, quality: number): Promise<Blob> =>
  canvas.convertToBlob({ type: 'image/jpeg', quality })

async function encodeThumb(kept: OffscreenCanvas): Promise<Blob> {
  const { canvas } = draw(kept, photoLimits.thumbSide)
  let blob: Blob | undefined
  for (const quality of thumbQualities) {
    blob = await encode(canvas, quality)
    if (blob.size <= thumbBytesLimit) break
  }
  return blob!
}

async function blobOf(blob: Blob): Promise<{ bytes: ArrayBuffer; hash: PhotoHash }> {
  const bytes = await blob.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return {
    bytes,
    hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as PhotoHash,
  }
}
