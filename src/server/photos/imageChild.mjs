// The programme of the child process that decodes a photo, run by imageInspector.ts from this very
// text (`?raw`): so it needs no build step of its own and runs alike in development, in tests and
// as built. Stands alone; the two libraries it loads are named to it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [, sharpUrl, heifFile, limitsJson] = process.argv
const { pixels, frames, rssBytes, rssEveryMs } = JSON.parse(limitsJson)
const { default: sharp } = await import(sharpUrl)

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

// The decoder works on another thread, so this one is free to look. Whoever asked sees the end and
// judges.
setInterval(
  () => process.memoryUsage.rss() > rssBytes && process.kill(process.pid, 'SIGKILL'),
  rssEveryMs,
)
process.on('disconnect', () => process.exit())

const isHeic = (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + 4, 4).toString('latin1') === 'ftyp'

/** Loaded for the first HEIC: most photos come as JPEG. */
let heif = null
async function heicPixels(bytes) {
  heif ??= createRequire(heifFile)(heifFile)({
    wasmBinary: readFileSync(heifFile.replace(/\.js$/, '.wasm')),
  })
  const image = new heif.HeifDecoder().decode(bytes)[0]
  if (!image) throw new Error('no picture')
  const [width, height] = [image.get_width(), image.get_height()]
  if (width * height > pixels) return { width, height, data: null }
  const data = new Uint8ClampedArray(width * height * 4)
  await new Promise((resolve, reject) =>
    image.display({ data, width, height }, (shown) =>
      shown ? resolve() : reject(new Error('no picture')),
    ),
  )
  image.free()
  return { width, height, data }
}

/** A HEIC is shown as what every browser can show. */
async function asJpeg(bytes) {
  try {
    const { width, height, data } = await heicPixels(bytes)
    if (!data) return { state: 'tooManyPixels', pixels: width * height }
    return {
      state: 'sound',
      jpeg: await sharp(data, { raw: { width, height, channels: 4 } })
        .flatten({ background: '#fff' })
        .jpeg({ quality: 82 })
        .toBuffer(),
    }
  } catch {
    return { state: 'unreadable' }
  }
}

async function measure(bytes) {
  try {
    if (isHeic(bytes)) {
      const { width, height, data } = await heicPixels(bytes)
      return data ? { state: 'sound' } : { state: 'tooManyPixels', pixels: width * height }
    }
    const {
      width,
      height,
      pages = 1,
      orientation = 1,
    } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > pixels) return { state: 'tooManyPixels', pixels: width * height }
    if (pages > frames) return { state: 'unreadable' }
    // Every pixel is decoded, eight by eight are kept.
    await sharp(bytes, { limitInputPixels: pixels, failOn: 'error', sequentialRead: true })
      .resize(8, 8, { fit: 'fill' })
      .raw()
      .toBuffer()
    // From the fifth on the picture is shown lying on its side.
    return {
      state: 'sound',
      size: orientation < 5 ? { width, height } : { width: height, height: width },
    }
  } catch {
    return { state: 'unreadable' }
  }
}

const inspect = async (bytes) => ({ ...(await measure(bytes)), size: undefined })
const tasks = { jpeg: asJpeg, size: measure, verdict: inspect }

process.on(
  'message',
  ({ bytes, task }) => void tasks[task](bytes).then((verdict) => process.send(verdict)),
)
process.send({ state: 'ready' })
