// A new version of the app: it waits, asks calmly and elsewhere than over a form, and costs nobody
// their draft.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photosOf } from './aPhoto.ts'
import { button, noteField, photoTiles, pickPhotos, tab } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let page: Page
const note = '扶手松动'
const noticeOn = (shown: Page) => shown.getByText('新版本已备好，下次打开时启用。')
const notice = () => noticeOn(page)
const workerState = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    return {
      isWaiting: registration?.waiting != null,
      isControlled: navigator.serviceWorker.controller != null,
    }
  })

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
  page = await worker.restart('/report')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a new version', () => {
  it('waits while a form is open, and says nothing over it', async () => {
    await pickPhotos(page, await photosOf(browser, 1))
    await noteField(page).fill(note)
    await page.getByText('草稿、1张照片已存本机').waitFor()
    server.alter('/serviceWorker.js', (text) => `${text}\n// a later version`)
    await page.evaluate(() =>
      navigator.serviceWorker.getRegistration().then((registration) => registration?.update()),
    )
    await expect
      .poll(workerState, { timeout: 30_000 })
      .toEqual({ isWaiting: true, isControlled: true })
    await page.waitForTimeout(500)
    expect(await notice().count()).toBe(0)
    expect(await noteField(page).inputValue()).toBe(note)
  })

  it('offers itself calmly on a screen where nothing is unfinished', async () => {
    await button(page, '离开，草稿留在本机').click()
    await page.getByRole('heading', { name: '今日' }).waitFor()
    await notice().waitFor()
    expect((await workerState()).isWaiting).toBe(true)
  })

  it('takes over with a tap, and the draft is still there', async () => {
    await Promise.all([page.waitForEvent('load'), button(page, '现在启用').click()])
    await page.getByRole('heading', { name: '今日' }).waitFor()
    expect(await workerState()).toEqual({ isWaiting: false, isControlled: true })
    expect(await notice().count()).toBe(0)
    await tab(page, /上报/).click()
    await page.getByText('上次没存完的草稿，已经找回').waitFor()
    expect(await noteField(page).inputValue()).toBe(note)
    await expect.poll(() => photoTiles(page).count()).toBe(1)
  })

  it('starts offline like the one before', async () => {
    await worker.goOffline()
    page = await worker.restart()
    await page.getByRole('heading', { name: '今日' }).waitFor()
    expect(worker.trouble.take()).toEqual([])
  })

  it('is told to a page that has been open since the installation too, when another page finds it', async () => {
    const { page: first, context } = await aPerson(browser, server, 'worker2')
    server.alter('/serviceWorker.js', (text) => `${text}\n// a still later version`)
    const second = await context.newPage()
    await second.goto(server.url)
    for (const each of [second, first]) await noticeOn(each).waitFor({ timeout: 30_000 })
  })
})
