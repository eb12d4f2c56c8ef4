// Whether an upload is a picture that every phone can draw: by its bytes, decoded once, never by
// what it is called.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fault } from '#domain/fault.ts'
import type { AssetHash } from '#domain/ids.ts'
import { imageTypeOf } from '#domain/imageType.ts'
import { planImageLimits } from '#domain/planImage.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { sizeOf } from '../assets/files.ts'
import type { ImageInspector } from '../photos/imageInspector.ts'

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)

export interface SoundPicture {
  content: Uint8Array
  hash: AssetHash
  width: number
  height: number
}

/**
 * Faults: `pictureTooLarge`, `pictureTooManyPixels`, `pictureUnreadable` (also for what is no WebP,
 * PNG or JPEG), `serverBusy`, and `mapMissing` for a file that is gone.
 */
export async function soundPicture(
  path: string,
  images: ImageInspector,
): Promise<Result<SoundPicture>> {
  const bytes = await sizeOf(path)
  if (bytes === null) return fail(fault('mapMissing'))
  if (bytes > planImageLimits.bytes)
    return fail(
      fault('pictureTooLarge', {
        megabytes: megabytes(bytes),
        limit: megabytes(planImageLimits.bytes),
      }),
    )
  const read = await readFile(path).catch(() => null)
  if (!read) return fail(fault('mapMissing'))
  const type = imageTypeOf(read)
  if (type === null || type === 'image/heic') return fail(fault('pictureUnreadable'))
  const verdict = await images.measure(read)
  if (verdict.state === 'busy') return fail(fault('serverBusy'))
  if (verdict.state === 'unreadable') return fail(fault('pictureUnreadable'))
  const size = verdict.state === 'sound' ? verdict.size : undefined
  if (!size || Math.max(size.width, size.height) > planImageLimits.pixels)
    return fail(fault('pictureTooManyPixels', { limit: planImageLimits.pixels }))
  const hash = createHash('sha256').update(read).digest('hex') as AssetHash
  return succeed({ content: read, hash, ...size })
}
