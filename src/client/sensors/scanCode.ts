// Reads location codes (QR) from the camera: the phone's own detector where it works, else ZXing
// from the app's own files, so that codes are read without a network. Hands the text on; what it
// means is the caller's business.
import zxingWasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

export type CodeSource = HTMLVideoElement | ImageBitmap

/**
 * The part of the Barcode Detection API that is used; TypeScript's DOM library does not have it
 * yet.
 */
interface NativeDetector {
  detect(source: CodeSource): Promise<{ rawValue: string }[]>
}
interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

type Reader = (source: CodeSource) => Promise<string | null>

/**
 * Longest side handed to ZXing: enough for a sticker at arm's length, and a few milliseconds a
 * frame.
 */
const zxingSide = 1280
/** Between two frames: about six a second, which leaves the phone cool. */
const frameGapMs = 160
/** A code that stays in view is told once; told again after it was away this long. */
const forgetAfterMs = 2000

let reader: Promise<Reader> | null = null

/** The text of a QR code in the frame, or null; null as well for a video that shows nothing yet. */
export async function scanFrame(source: CodeSource): Promise<string | null> {
  const { width, height } = sizeOf(source)
  if (width === 0 || height === 0) return null
  reader ??= chooseReader()
  try {
    return await (
      await reader
    )(source)
  } catch (reason) {
    reader = null // loading failed: try again with the next frame
    throw reason
  }
}

/** Scans until the returned function is called. A frame that cannot be read is skipped. */
export function watchCodes(video: HTMLVideoElement, onCode: (text: string) => void): () => void {
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastText: string | null = null
  let lastSeenAt = 0

  async function look(): Promise<void> {
    const text = await scanFrame(video).catch(() => null)
    if (isStopped) return
    const now = performance.now()
    if (text !== null) {
      const isNew = text !== lastText || now - lastSeenAt > forgetAfterMs
      lastText = text
      lastSeenAt = now
      if (isNew) onCode(text)
    }
    if (!isStopped) timer = setTimeout(() => void look(), frameGapMs)
  }
  void look()

  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

async function chooseReader(): Promise<Reader> {
  const native = await nativeReader()
  if (!native) return zxingReader()
  let fallback: Promise<Reader> | null = null
  return async (source) => {
    if (fallback) return (await fallback)(source)
    try {
      return await native(source)
    } catch {
      // On phones without Google's services the detector exists and always fails.
      fallback = zxingReader()
      return (await fallback)(source)
    }
  }
}

async function nativeReader(): Promise<Reader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: NativeDetectorClass }
  if (!BarcodeDetector) return null
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => [])
  if (!formats.includes('qr_code')) return null
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  return async (source) => (await detector.detect(source))[0]?.rawValue ?? null
}

async function zxingReader(): Promise<Reader> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  // The library's default is a public CDN: no network in the field, and no request to another host
  // ever.
  await prepareZXingModule({ overrides: { locateFile: () => zxingWasmUrl }, fireImmediately: true })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('no 2d context')

  return async (source) => {
    const { width, height } = sizeOf(source)
    const scale = Math.min(1, zxingSide / Math.max(width, height))
    const size = {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    }
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
    context.drawImage(source, 0, 0, size.width, size.height)
    const found = await readBarcodes(context.getImageData(0, 0, size.width, size.height), {
      formats: ['QRCode'],
      maxNumberOfSymbols: 1,
    })
    return found.find((code) => code.isValid)?.text ?? null
  }
}

const sizeOf = (source: CodeSource): { width: number; height: number } =>
  'videoWidth' in source ? { width: source.videoWidth, height: source.videoHeight } : source
