// A photo in the format of phones that save space, through the real app under its real policy:
// never refused, with and without a network.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aHeic } from '../aHeic.ts'
import { button, chooseType, noteField, photoTiles, pickPhotos, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person

const file = { name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: Buffer.from(aHeic()) }

async function report(page: Page, note: string): Promise<void> {
  await chooseType(page, 'jgqs', /井盖/)
  await noteField(page).fill(note)
  await saveButton(page).click()
  await page.getByText('已存本机').first().waitFor()
}
const saved = async (note: string) => (await server.reports()).find((each) => each.note === note)

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a HEIC', () => {
  it(
    'is kept as it came where its decoder was never fetched, and seen by all once it has arrived',
    { timeout: 90_000 },
    async () => {
      await worker.goOffline()
      const page = await worker.restart('/report')
      await pickPhotos(page, [file])
      await page.getByText('草稿、1张照片已存本机').waitFor()
      await button(page, /^查看照片/).click()
      await page.getByText('原件已存，暂时不能显示').waitFor()
      await page.keyboard.press('Escape')
      await report(page, '断网时从相册选的')
      worker.trouble.take()
      await worker.goOnline()
      await expect
        .poll(() => saved('断网时从相册选的').then((found) => found?.arrived?.length), {
          timeout: 30_000,
        })
        .toBe(2)
      const { photos } = (await saved('断网时从相册选的'))!
      expect(photos).toMatchObject([
        { isOriginal: true, source: 'album', isUndated: true, bytes: file.buffer.length },
      ])
      const shown = await page.evaluate(
        (hash) => fetch(`/api/photos/${hash}`).then((answer) => answer.headers.get('Content-Type')),
        photos[0]!.hash,
      )
      expect(shown).toBe('image/jpeg')
    },
  )

  it(
    'is decoded where the network is there, and without one from then on',
    { timeout: 90_000 },
    async () => {
      let page = await worker.restart('/report')
      await pickPhotos(page, [file])
      await page.getByText('草稿、1张照片已存本机').waitFor()
      await report(page, '有网时从相册选的')
      await expect
        .poll(() => saved('有网时从相册选的').then((found) => found?.photos[0]), {
          timeout: 30_000,
        })
        .toMatchObject({ width: 320, height: 240 })
      expect((await saved('有网时从相册选的'))?.photos[0]?.isOriginal).toBeUndefined()
      await worker.goOffline()
      page = await worker.restart('/report')
      await pickPhotos(page, [file])
      await page.getByText('草稿、1张照片已存本机').waitFor()
      await expect
        .poll(() =>
          photoTiles(page)
            .locator('img')
            .evaluate((image: HTMLImageElement) => image.naturalWidth / image.naturalHeight),
        )
        .toBeCloseTo(320 / 240, 1)
      expect(
        await page.evaluate(() =>
          caches
            .open('decoders')
            .then((cache) => cache.keys())
            .then((keys) => keys.length),
        ),
      ).toBe(2)
    },
  )
})
