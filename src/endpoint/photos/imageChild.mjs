// The programme of the child process that decodes a photo, run by imageInspector.ts from this very text (`?raw`): so it needs no build
// step of its own and runs alike in development, in tests and as built. Stands alone; the one library it loads is named to it.
const [, sharpUrl, limitsJson] = process.argv
const { pixels, frames, rssBytes, rssEveryMs } = JSON.parse(limitsJson)
const { default: sharp } = await import(sharpUrl)

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })

// The decoder works on another thread, so this one is free to look. Whoever asked sees the end and judges.
setInterval(() => process.memoryUsage.rss() > rssBytes && process.kill(process.pid, 'SIGKILL'), rssEveryMs)
process.on('disconnect', () => process.exit())

async function inspect(bytes) {
  try {
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > pixels) return { state: 'tooManyPixels', pixels: width * height }
    if (pages > frames) return { state: 'unreadable' }
    // Every pixel is decoded, eight by eight are kept.
    await sharp(bytes, { limitInputPixels: pixels, failOn: 'error', sequentialRead: true }).resize(8, 8, { fit: 'fill' }).raw().toBuffer()
    return { state: 'sound' }
  } catch {
    return { state: 'unreadable' }
  }
}

process.on('message', (bytes) => void inspect(bytes).then((verdict) => process.send(verdict)))
process.send({ state: 'ready' })
