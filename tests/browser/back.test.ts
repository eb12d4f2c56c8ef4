// The phone's Back closes what lies on top and stays on the screen.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { button, noteField, photoTiles, pickPhotos, reload } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let person: Person
let page: Page
let photos: PhotoFile[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 1)
  person = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
beforeEach(async () => {
  page = await person.restart()
})

const path = (): string => new URL(page.url()).pathname
const dialogs = () => page.getByRole('dialog').or(page.getByRole('alertdialog'))
/** As the phone does it: no load of a page follows. */
const goBack = (): Promise<void> => page.evaluate(() => history.back())
const isClosed = (): Promise<void> => dialogs().first().waitFor({ state: 'detached' })
const openMap = async (): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name: '地图' }).click()
  await page.locator('canvas').first().waitFor()
}

describe('Back', () => {
  it('closes the filter of the map, and only then leaves the map', async () => {
    await openMap()
    await button(page, /^筛选/).click()
    await dialogs().first().waitFor()
    await goBack()
    await isClosed()
    expect(path()).toBe('/map')
    await goBack()
    await page.getByRole('heading', { name: '今日' }).waitFor()
  })

  it('is not used up by something that was closed by its own button', async () => {
    await openMap()
    for (let round = 0; round < 3; round++) {
      await button(page, /^筛选/).click()
      await dialogs().getByRole('button', { name: '关闭' }).click()
      await isClosed()
    }
    await goBack()
    await page.getByRole('heading', { name: '今日' }).waitFor()
  })

  it('closes the camera of a form, keeps what is written in it, and leaves the form with its draft kept', async () => {
    await page.getByRole('navigation').getByRole('link', { name: '上报' }).click()
    await pickPhotos(page, photos)
    await expect.poll(() => photoTiles(page).count()).toBe(1)
    await noteField(page).fill('写了一半')
    await button(page, /^加拍/).click()
    await dialogs().first().waitFor()
    await goBack()
    await isClosed()
    expect(path()).toBe('/report/hazard')
    expect(await noteField(page).inputValue()).toBe('写了一半')
    await photoTiles(page).first().click()
    await dialogs().first().waitFor()
    await goBack()
    await isClosed()
    expect(path()).toBe('/report/hazard')
    await goBack()
    await page.getByRole('heading', { name: '今日' }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: '上报' }).click()
    await expect.poll(() => noteField(page).inputValue()).toBe('写了一半')
  })

  it('keeps the place in a list when it closes the photos of a record', async () => {
    await page.getByRole('navigation').getByRole('link', { name: '记录' }).click()
    const rows = page.locator('main a[href^="/records/"]')
    await rows.nth(5).waitFor()
    const row = rows.nth(5)
    await row.scrollIntoViewIfNeeded()
    await page.evaluate(() => window.scrollBy(0, 200))
    const place = await page.evaluate(() => window.scrollY)
    const withPhotos = new Set(
      (await server.reports())
        .filter((report) => report.photos.length > 0)
        .map((report) => `/records/${report.id}`),
    )
    const hrefs = await rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')!))
    await page.locator(`main a[href="${hrefs.findLast((href) => withPhotos.has(href))}"]`).click()
    await page.waitForURL(/\/records\/.+/)
    await button(page, /^查看照片/)
      .first()
      .click()
    await dialogs().first().waitFor()
    await goBack()
    await isClosed()
    expect(path()).toMatch(/^\/records\/.+/)
    await goBack()
    await page.waitForURL(/\/records$/)
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(place / 2)
  })

  it('of a way that begins on what lies on top comes back to the screen below, not to nothing', async () => {
    await openMap()
    await button(page, /^筛选/).click()
    await dialogs().first().waitFor()
    await reload(page)
    await page.locator('canvas').first().waitFor()
    await button(page, /^筛选/).waitFor()
    await goBack()
    await page.getByRole('heading', { name: '今日' }).waitFor()
  })

  it('after a link inside a sheet leads to where the sheet was opened', async () => {
    await openMap()
    await page.getByRole('searchbox').fill('104')
    await page.getByRole('button', { name: /W-104/ }).first().click()
    await dialogs().first().waitFor()
    await button(page, '在这里上报').click()
    await page.waitForURL((url) => url.pathname === '/report/hazard')
    await page.getByRole('heading', { name: '上报隐患' }).waitFor()
    await goBack()
    await page.waitForURL((url) => url.pathname === '/map')
    await goBack()
    await page.getByRole('heading', { name: '今日' }).waitFor()
  })
})
