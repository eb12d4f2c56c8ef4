// The page's half of photos.test.ts: draws test pictures, sends them through the photo station,
// tells what came out.
import type { StampSubject } from '#client/photos/photoRequest.ts'
import { preparePhoto } from '#client/photos/preparePhoto.ts'

/** What the tests ask about a prepared photo; bytes do not travel well between page and test. */
export interface Seen {
  fault?: { code: string; detail?: Record<string, string | number> }
  ref?: Record<string, unknown>
  head?: number[]
  hasExif?: boolean
  isNamedByHash?: boolean
  thumb?: { width: number; height: number; bytes: number; isNamedByHash: boolean }
  stamped?: { isNamedByHash: boolean; width: number; lowerLeft: number[] }
  /** Red, green, blue at the four corners: upper left, upper right, lower left, lower right. */
  corners?: number[][]
}

declare global {
  interface Window {
    see(file: Blob, stamp?: StampSubject): Promise<Seen>
    draw(type: string, width: number, height: number, isTransparent?: boolean): Promise<Blob>
  }
}

const hashOf = async (bytes: ArrayBuffer): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('')
const pixelsOf = async (bytes: ArrayBuffer) => {
  const bitmap = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'none' })
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  const { width, height } = bitmap
  return {
    width,
    height,
    at: (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)],
  }
}

window.see = async (file, stamp) => {
  const result = await preparePhoto(file, { source: 'camera', at: 1_700_000_000_000 }, stamp)
  if (!result.ok) return { fault: result.fault }
  const { ref, bytes, thumbBytes, stampedBytes } = result.value
  if (ref.isOriginal)
    return {
      ref: { ...ref },
      isNamedByHash: (await hashOf(bytes)) === ref.hash && bytes.byteLength === file.size,
      corners: [(await pixelsOf(thumbBytes)).at(5, 5)],
    }
  const kept = await pixelsOf(bytes)
  const thumb = await pixelsOf(thumbBytes)
  const stamped = stampedBytes && (await pixelsOf(stampedBytes))
  const text = new TextDecoder('latin1').decode(bytes)
  const [right, bottom] = [kept.width - 6, kept.height - 6]
  return {
    ref: { ...ref },
    head: [...new Uint8Array(bytes.slice(0, 3))],
    hasExif: text.includes('Exif\0'),
    isNamedByHash:
      (await hashOf(bytes)) === ref.hash &&
      bytes.byteLength === ref.bytes &&
      kept.width === ref.width &&
      kept.height === ref.height,
    thumb: {
      width: thumb.width,
      height: thumb.height,
      bytes: thumbBytes.byteLength,
      isNamedByHash:
        (await hashOf(thumbBytes)) === ref.thumb.hash && thumbBytes.byteLength === ref.thumb.bytes,
    },
    ...(stamped && {
      stamped: {
        isNamedByHash: (await hashOf(stampedBytes)) === ref.stamped?.hash,
        width: stamped.width,
        lowerLeft: stamped.at(Math.round(stamped.width * 0.02), Math.round(stamped.height * 0.97)),
      },
    }),
    corners: [kept.at(5, 5), kept.at(right, 5), kept.at(5, bottom), kept.at(right, bottom)],
  }
}

/** Red upper left, green upper right, blue lower left, white (or nothing) lower right. */
window.draw = (type, width, height, isTransparent = false) => {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  const quarters: [string, number, number][] = [
    ['#f00', 0, 0],
    ['#0f0', 1, 0],
    ['#00f', 0, 1],
    ['#fff', 1, 1],
  ]
  for (const [colour, x, y] of isTransparent ? quarters.slice(0, 3) : quarters) {
    context.fillStyle = colour
    context.fillRect((x * width) / 2, (y * height) / 2, width / 2, height / 2)
  }
  return canvas.convertToBlob({ type, quality: 0.92 })
}
