// Photos as a phone takes them: real JPEGs of a wanted size, each different, all with the name
// every phone gives them.
import type { Browser } from 'playwright-core'

export interface PhotoFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Two hills under a sky with some grain; the seed moves them. */
export async function photosOf(
  browser: Browser,
  count: number,
  [width, height]: readonly [number, number] = [1600, 1200],
): Promise<PhotoFile[]> {
  const page = await browser.newPage()
  const drawn = await page.evaluate(
    async ([many, w, h]) => {
      const photos: string[] = []
      for (let seed = 1; seed <= many; seed++) {
        const canvas = new OffscreenCanvas(w, h)
        const context = canvas.getContext('2d')!
        const sky = context.createLinearGradient(0, 0, 0, h)
        sky.addColorStop(0, `hsl(${200 + seed * 17} 60% 70%)`)
        sky.addColorStop(1, `hsl(${30 + seed * 29} 50% 60%)`)
        context.fillStyle = sky
        context.fillRect(0, 0, w, h)
        for (let spot = 0; spot < 400; spot++) {
          context.fillStyle = `hsl(${(spot * 37 + seed * 53) % 360} 40% ${30 + (spot % 40)}% / 0.5)`
          context.fillRect(
            (spot * 97 * seed) % w,
            (spot * 61 + seed * 31) % h,
            30 + (spot % 50),
            12 + (spot % 30),
          )
        }
        context.fillStyle = '#fff'
        context.font = `700 ${Math.round(h / 3)}px sans-serif`
        context.fillText(String(seed), w / 3, h / 1.6)
        const bytes = new Uint8Array(
          await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })).arrayBuffer(),
        )
        photos.push(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
      }
      return photos.map((photo) => btoa(photo))
    },
    [count, width, height] as const,
  )
  await page.context().close()
  return drawn.map((base64) => ({
    name: 'image.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(base64, 'base64'),
  }))
}
