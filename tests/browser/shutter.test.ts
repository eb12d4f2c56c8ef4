// A photo that is still on its way from the camera when its sheet is closed.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { button, chooseType, noteField, photoTiles, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

afterEach(() => worker.context.close())

/** The camera answers only when `letThrough` is called in the page. */
beforeEach(async () => {
  worker = await aPerson(browser, server, 'worker1')
  page = await worker.restart('/report')
  await page.evaluate(() => {
    const { takePhoto } = ImageCapture.prototype
    const isLetThrough = new Promise<void>((resolve) =>
      Object.assign(globalThis, { letThrough: resolve }),
    )
    ImageCapture.prototype.takePhoto = async function (...words) {
      await isLetThrough
      document.documentElement.dataset['track'] = this.track.readyState
      return takePhoto.apply(this, words)
    }
  })
  await button(page, '拍照').click()
  await page.getByText('1张照片').first().waitFor()
})
const letThrough = () =>
  page.evaluate(() => (globalThis as unknown as { letThrough(): void }).letThrough())

it('is waited for by the word that all are taken', async () => {
  await expect.poll(() => button(page, '拍好了').getAttribute('aria-disabled')).toBe('true')
  await letThrough()
  await button(page, '拍好了').click()
  await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(1)
})

it('comes into the form all the same when its sheet is closed', { tags: 'long' }, async () => {
  await button(page, '关闭相机').click()
  await button(page, '关闭相机').waitFor({ state: 'detached' })
  await letThrough()
  await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(1)
  expect(
    await page.evaluate(() => document.documentElement.dataset['track']),
    'the camera was still there',
  ).toBe('live')
})

it('belongs to the report that is saved before it has come', { timeout: 60_000 }, async () => {
  await button(page, '关闭相机').click()
  await button(page, '关闭相机').waitFor({ state: 'detached' })
  await chooseType(page, 'ldbl', /路灯不亮/)
  await noteField(page).fill('先按保存，后到照片')
  await saveButton(page).click()
  await letThrough()
  await page.getByText('已存本机', { exact: true }).first().waitFor()
  const saved = async () =>
    (await server.reports()).find((each) => each.note === '先按保存，后到照片')
  await expect.poll(async () => (await saved())?.photos.length, { timeout: 30_000 }).toBe(1)
})

/** How many photos the drafts on this phone hold. */
const photosInDrafts = () =>
  page.evaluate(async () => {
    const { name } = (await indexedDB.databases()).find((each) =>
      each.name?.startsWith('gridwalk-capture'),
    )!
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name!)
      opening.onsuccess = () => resolve(opening.result)
    })
    const drafts = await new Promise<{ photos: unknown[] }[]>((resolve) => {
      const all = database.transaction('draft').objectStore('draft').getAll() as IDBRequest<
        { photos: unknown[] }[]
      >
      all.onsuccess = () => resolve(all.result)
    })
    database.close()
    return drafts.reduce((sum, draft) => sum + draft.photos.length, 0)
  })

it(
  'lies in the draft when its form was left before it had come, and nothing untrue is told of it',
  { timeout: 60_000 },
  async () => {
    await button(page, '关闭相机').click()
    await button(page, '关闭相机').waitFor({ state: 'detached' })
    await button(page, '离开，草稿留在本机').click()
    await page.getByText('草稿留在本机，下次接着填').waitFor()
    await letThrough()
    await expect.poll(photosInDrafts, { timeout: 20_000 }).toBe(1)
    const next = await worker.restart('/report')
    await expect.poll(() => photoTiles(next).count()).toBe(1)
    expect(await next.getByText(/张照片没有加入/).count()).toBe(0)
  },
)
