// The photos of a step whose page had to be loaded again while they came in: each is in the form,
// or named as not kept.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { button, photoTiles, pickPhotos, reload } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Server } from './stage.ts'

let browser: Browser
let server: Server
let photos: PhotoFile[]
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 4, [4000, 3000])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const sheet = (page: Page) => page.getByRole('dialog').last()
const missing = (page: Page) => sheet(page).getByText(/张照片没有加入/)
async function openStep(page: Page): Promise<void> {
  await button(page, '处置完成').click()
  const camera = button(page, '关闭相机')
  const tiles = photoTiles(page.locator('#step-form'))
  await expect
    .poll(async () => (await camera.count()) + (await tiles.count()), { timeout: 20_000 })
    .toBeGreaterThan(0)
  // It opens where nothing has been taken so far.
  if (await camera.count()) await camera.click()
  await sheet(page).getByRole('textbox').waitFor()
}

it(
  'none of them is missing in silence, and what was dismissed or done is not told again',
  { timeout: 90_000 },
  async () => {
    const mine = (await server.reports()).filter(
      (each) =>
        each.standing === 'dispatched' &&
        each.steps.findLast((step) => step.type === 'dispatch')?.handlerId === cast.property,
    )
    const handler = await aPerson(browser, server, 'property')
    const page = await handler.restart(`/records/${mine[0]!.id}`)
    await button(page, '开始处置').click()
    await openStep(page)
    await button(page, '拍处置后').click()
    await pickPhotos(page, photos)
    await reload(page)
    await openStep(page)
    const here = await photoTiles(sheet(page)).count()
    expect(here, 'the page was loaded again before all of them were in').toBeLessThan(photos.length)
    await sheet(page)
      .getByText(`${photos.length - here}张照片没有加入`)
      .waitFor()
    await sheet(page).getByText('照片还没存下，页面就重新打开了。').waitFor()

    await button(sheet(page), '知道了').click()
    await reload(page)
    await openStep(page)
    expect(await missing(page).count()).toBe(0)
    await button(page, /^(加拍|拍处置后)$/).click()
    await pickPhotos(page, photos.slice(0, 1))
    await expect.poll(() => photoTiles(sheet(page)).count(), { timeout: 20_000 }).toBeGreaterThan(0)
    // Of the album and without a date: told here as it is of a report's own.
    await sheet(page)
      .getByText(/张相册照片没有拍摄时间/)
      .waitFor()
    await sheet(page).getByRole('button', { name: '处置完成' }).click()
    await expect
      .poll(
        async () => (await server.reports()).find((each) => each.id === mine[0]!.id)?.standing,
        { timeout: 30_000 },
      )
      .toBe('resolved')
    expect(
      await page.evaluate(() =>
        Object.keys(sessionStorage).filter((key) => key.startsWith('gridwalk.photosOnTheWay')),
      ),
    ).toEqual([])
    await page
      .getByText(/张相册照片没有拍摄时间/)
      .first()
      .waitFor()
    expect([handler.trouble.take(), server.errors]).toEqual([[], []])
  },
)
