// A photo of pure grain: some two megabytes, also after the app has made it small.
import type { Browser } from 'playwright-core'
import type { PhotoFile } from '../../browser/aPhoto.ts'

export async function grainyPhoto(browser: Browser): Promise<PhotoFile> {
  const page = await browser.newPage()
  const text = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1920, 1440)
    const context = canvas.getContext('2d')!
    const grain = context.createImageData(1920, 1440)
    for (let at = 0; at < grain.data.length; at += 65_536)
      crypto.getRandomValues(grain.data.subarray(at, at + 65_536))
    for (let at = 3; at < grain.data.length; at += 4) grain.data[at] = 255
    context.putImageData(grain, 0, 0)
    const bytes = new Uint8Array(
      await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer(),
    )
    let all = ''
    for (let at = 0; at < bytes.length; at += 8192)
      all += String.fromCharCode(...bytes.subarray(at, at + 8192))
    return btoa(all)
  })
  await page.context().close()
  return { name: 'image.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') }
}
