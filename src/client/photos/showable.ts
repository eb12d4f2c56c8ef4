// A photo's bytes as a browser can show them: a HEIC that was kept as it came is decoded as soon as
// its decoder is there.
import { imageTypeOf } from '#domain/imageType.ts'

/** Null when nothing here can decode it yet. */
export async function showable(blob: Blob): Promise<Blob | null> {
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer())
  if (imageTypeOf(head) !== 'image/heic') return blob
  const { preparePhoto } = await import('./preparePhoto.ts')
  const made = await preparePhoto(blob, { source: 'album', at: 0 })
  return made.ok && !made.value.ref.isOriginal
    ? new Blob([made.value.bytes], { type: 'image/jpeg' })
    : null
}
