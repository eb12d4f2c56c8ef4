// A HEIC where the browser itself has no decoder for it: libheif as WebAssembly, fetched when it is
// first needed and kept for offline by the service worker from then on. Part of the photo worker.
import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url'
import { photoLimits } from '#domain/photo.ts'

const fetchMs = 12_000

interface HeifImage {
  get_width(): number
  get_height(): number
  display(into: ImageData, done: (shown: ImageData | null) => void): void
  free(): void
}
interface Decoder {
  decode(bytes: Uint8Array): HeifImage[]
}
/** The part of libheif that its own types leave out. */
interface Heif {
  HeifDecoder: new () => Decoder
}

let loaded: Promise<Heif> | null = null

async function load(): Promise<Heif> {
  const [{ default: libheif }, wasm] = await Promise.all([
    import('libheif-js/libheif-wasm/libheif.js'),
    fetch(wasmUrl, { signal: AbortSignal.timeout(fetchMs) }),
  ])
  if (!wasm.ok) throw new Error('no decoder')
  return libheif({ wasmBinary: new Uint8Array(await wasm.arrayBuffer()) }) as unknown as Heif
}

/** Null when the decoder is not there yet, or cannot read the file. */
export async function decodeHeic(file: Blob): Promise<ImageBitmap | null> {
  try {
    loaded ??= load()
    const { HeifDecoder } = await loaded
    return await pictureOf(new HeifDecoder(), new Uint8Array(await file.arrayBuffer()))
  } catch {
    loaded = null // without a network now, perhaps with one later
    return null
  }
}

async function pictureOf(decoder: Decoder, bytes: Uint8Array): Promise<ImageBitmap | null> {
  const [image] = decoder.decode(bytes)
  if (!image) return null
  const [width, height] = [image.get_width(), image.get_height()]
  if (width * height > photoLimits.filePixels) return null
  const pixels = new ImageData(width, height)
  const isShown = await new Promise<boolean>((resolve) =>
    image.display(pixels, (shown) => resolve(shown !== null)),
  )
  image.free()
  return isShown ? createImageBitmap(pixels) : null
}
