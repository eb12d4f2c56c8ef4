// A picture of a plan as phones can draw it: any picture that this browser reads, no larger than
// they bear, as WebP (as JPEG where the browser writes none).
import { planImageLimits } from '#domain/planImage.ts'

export interface PreparedPicture {
  bytes: Blob
  width: number
  height: number
}

export type PictureProblem =
  'fileTooLarge' | 'pictureUnreadable' | 'pictureTooHeavy' | 'pdfLocked' | 'pdfBroken' | 'pdfEmpty'

/** Tried in turn until the bytes are few enough. */
const qualities = [0.85, 0.6, 0.4] as const

export async function preparePicture(file: Blob): Promise<PreparedPicture | PictureProblem> {
  if (file.size > planImageLimits.fileBytes) return 'fileTooLarge'
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture || picture.width === 0) return 'pictureUnreadable'
  try {
    const share = Math.min(1, planImageLimits.pixels / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * share))
    canvas.height = Math.max(1, Math.round(picture.height * share))
    const ctx = canvas.getContext('2d')
    if (!ctx) return 'pictureUnreadable'
    ctx.imageSmoothingQuality = 'high'
    ctx.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await writtenFrom(canvas)
  } finally {
    picture.close()
  }
}

/** The canvas is given back empty: some phones count what canvases hold. */
export async function writtenFrom(
  canvas: HTMLCanvasElement,
): Promise<PreparedPicture | PictureProblem> {
  const { width, height } = canvas
  try {
    for (const quality of qualities) {
      const bytes = await encoded(canvas, quality)
      if (!bytes) return 'pictureUnreadable'
      if (bytes.size <= planImageLimits.bytes) return { bytes, width, height }
    }
    return 'pictureTooHeavy'
  } finally {
    canvas.width = canvas.height = 0
  }
}

const blobOf = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality))

async function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const bytes = await blobOf(canvas, 'image/webp', quality)
  if (bytes?.type === 'image/webp') return bytes
  // Nothing shines through a JPEG.
  const ctx = canvas.getContext('2d')
  if (!ctx) return null
  ctx.globalCompositeOperation = 'destination-over'
  ctx.fillStyle = '#fff'
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  return blobOf(canvas, 'image/jpeg', quality)
}
