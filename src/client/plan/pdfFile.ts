// The pages of a PDF as pictures. The library is large, loaded with this file alone and never kept
// for a start without network; nothing of it runs text as code, and all it reads is our own.
import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { planImageLimits } from '#domain/planImage.ts'
import { type PictureProblem, type PreparedPicture, writtenFrom } from './pictureFile.ts'

export interface OpenPdf {
  pages: number
  /** A small one, to choose by; `page` counts from 1. Null where it cannot be drawn. */
  thumbnail(page: number): Promise<Blob | null>
  picture(page: number): Promise<PreparedPicture | PictureProblem>
  close(): void
}

const thumbnailPixels = 240
/** Beside the app, put there at build time (vite.config.ts). */
const library = new URL('/pdfjs/', globalThis.location.href).href

export async function openPdf(file: Blob): Promise<OpenPdf | PictureProblem> {
  if (file.size > planImageLimits.fileBytes) return 'fileTooLarge'
  const port = new Worker(new URL('./pdfWorker.ts', import.meta.url), {
    type: 'module',
    name: 'pdf',
  })
  // Its script could not be loaded: nothing else tells so.
  const noWorker = new Promise<never>((_, reject) => {
    port.onerror = () => reject(new Error('the PDF worker did not start'))
  })
  const worker = PDFWorker.create({ port })
  const close = (): void => {
    worker.destroy()
    port.terminate()
  }
  try {
    const opening = getDocument({
      data: await file.arrayBuffer(),
      worker,
      isEvalSupported: false,
      enableXfa: false,
      cMapUrl: `${library}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${library}standard_fonts/`,
      wasmUrl: `${library}wasm/`,
      iccUrl: `${library}iccs/`,
      verbosity: 0,
    })
    const pdf = await Promise.race([opening.promise, noWorker])
    if (pdf.numPages === 0) {
      close()
      return 'pdfEmpty'
    }
    return {
      pages: pdf.numPages,
      close,
      thumbnail: async (page) => {
        const canvas = await drawn(pdf, page, thumbnailPixels).catch(() => null)
        const written = canvas && (await writtenFrom(canvas))
        return written && typeof written === 'object' ? written.bytes : null
      },
      picture: async (page) => {
        const canvas = await drawn(pdf, page, planImageLimits.pixels).catch(() => null)
        return canvas ? writtenFrom(canvas) : 'pdfBroken'
      },
    }
  } catch (error) {
    close()
    return error instanceof Error && error.name === 'PasswordException' ? 'pdfLocked' : 'pdfBroken'
  }
}

/** So large that its longest side has so many pixels. */
async function drawn(
  pdf: PDFDocumentProxy,
  number: number,
  longest: number,
): Promise<HTMLCanvasElement> {
  const page = await pdf.getPage(number)
  try {
    const plain = page.getViewport({ scale: 1 })
    const viewport = page.getViewport({ scale: longest / Math.max(plain.width, plain.height) })
    const canvas = document.createElement('canvas')
    canvas.width = Math.min(longest, Math.max(1, Math.round(viewport.width)))
    canvas.height = Math.min(longest, Math.max(1, Math.round(viewport.height)))
    await page.render({ canvas, viewport }).promise
    return canvas
  } finally {
    page.cleanup()
  }
}
