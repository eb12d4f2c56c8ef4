// Photos that another app shares with the installed app: on this phone at once, offered once, and
// in a report only when a person puts them there.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  noteField,
  photoTiles,
  reload,
  saveButton,
} from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, phone, type Server } from './stage.ts'

let browser: Browser
let server: Server
let photos: PhotoFile[]
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = (await photosOf(browser, 6)).map((photo, n) => ({ ...photo, name: `${n + 1}.jpg` }))
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const text: PhotoFile = {
  name: 'list.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('no photo'),
}

/** As the phone does it: a form is posted, and the app comes up. */
async function share(page: Page, files: readonly PhotoFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }))
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate((all) => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: '/share' })
      const input = document.createElement('input')
      Object.assign(input, { type: 'file', name: 'photos', multiple: true })
      const carrier = new DataTransfer()
      for (const { name, mimeType, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))
        carrier.items.add(new File([bytes], name, { type: mimeType }))
      }
      input.files = carrier.files
      form.append(input)
      document.body.append(form)
      form.submit()
    }, given),
  ])
}
const offers = (page: Page) => page.getByText(/^分享来的\d+张照片$/)
const capture = (page: Page) => button(page.getByRole('main'), '上报').first()
const discard = (page: Page) => button(page.getByRole('main'), '丢弃').first()

describe('shared photos', () => {
  it('come without a network, are offered, and make a report that is not where the phone is', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    await worker.goOffline()
    let { page } = worker
    await share(page, photos.slice(0, 3))
    await page.getByText('分享来的3张照片').waitFor()
    await look(page, 'shared-today')
    await reload(page)
    await page.getByText('分享来的3张照片').waitFor()
    expect(await offers(page).count(), 'a page that is loaded again shares nothing').toBe(1)
    expect(await server.reports().then((all) => all.some(({ note }) => note === '群里传的'))).toBe(
      false,
    )

    await capture(page).click()
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(3)
    await page.getByText('草稿、3张照片已存本机').waitFor()
    expect(await button(page, '关闭相机').count(), 'no camera').toBe(0)
    await page.getByText('还不知道在哪里').waitFor()
    await page.getByText(/照片没有记下位置/).waitFor()
    await look(page, 'shared-form')
    await expect.poll(() => new URL(page.url()).search).toBe('')
    await reload(page)
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(3)
    expect(await page.getByText('没有加入').count()).toBe(0)

    await noteField(page).fill('群里传的')
    await chooseType(page, '路灯', /路灯/)
    const place = (await server.places()).find(
      ({ type, gridId }) => type === 'lampPost' && gridId === 'g-1',
    )!
    await choosePlace(page, place.code, new RegExp(place.name))
    await saveButton(page).click()
    await page.waitForURL((url) => url.pathname === '/')
    page = await worker.restart()
    await page.getByText(/离线/).first().waitFor()
    expect(await offers(page).count(), 'once').toBe(0)
    await worker.goOnline()
    await expect
      .poll(async () => (await server.reports()).find(({ note }) => note === '群里传的'), {
        timeout: 30_000,
      })
      .toBeDefined()
    const report = (await server.reports()).find(({ note }) => note === '群里传的')!
    expect(report.position).toBeUndefined()
    expect(report.photos.map(({ source, position }) => [source, position])).toEqual(
      [1, 2, 3].map(() => ['album', undefined]),
    )
    expect(worker.trouble.take()).toEqual([])
    await worker.context.close()
  })

  it('of two shares stay apart; what is discarded is gone, and the other is whole', async () => {
    const worker = await aPerson(browser, server, 'worker2')
    const { page } = worker
    await share(page, photos.slice(0, 1))
    await share(page, [...photos.slice(1, 3), text])
    await expect
      .poll(() => offers(page).allInnerTexts())
      .toEqual(['分享来的1张照片', '分享来的2张照片'])
    await page.getByText('另有1个文件不是照片，没有收下。').waitFor()
    await look(page, 'shared-two')
    await discard(page).click()
    await expect.poll(() => offers(page).allInnerTexts()).toEqual(['分享来的2张照片'])
    await capture(page).click()
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(2)
    await page.getByText('草稿、2张照片已存本机').waitFor()
    await worker.context.close()
  })

  it('go on where a killed page left off, each of them once', async () => {
    const worker = await aPerson(browser, server, 'worker2')
    let { page } = worker
    await share(page, photos)
    await capture(page).click()
    await expect.poll(() => photoTiles(page).count()).toBeGreaterThan(0)
    page = await worker.restart()
    await page.waitForLoadState('networkidle')
    const left = await offers(page).allInnerTexts()
    expect(left.length).toBeLessThanOrEqual(1)
    if (left.length > 0) {
      await capture(page).click()
      await button(page, '放进这一份').click()
    } else await button(page, '接着填').first().click()
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(6)
    await page.getByText('草稿、6张照片已存本机').waitFor()
    await reload(page)
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(6)
    page = await worker.restart()
    await button(page, '接着填').first().waitFor()
    await expect.poll(() => offers(page).count()).toBe(0)
    await worker.context.close()
  })

  it('begin another report only when the unfinished one is given up', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/report')
    await button(page, '关闭相机').click()
    await noteField(page).fill('写了一半')
    await page.getByText('草稿已存本机').waitFor()
    await share(page, photos.slice(0, 2))
    await capture(page).click()
    await button(page, '放进这一份').waitFor()
    await look(page, 'shared-unfinished')
    await button(page, '丢弃它，重新上报').click()
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(2)
    expect(await noteField(page).inputValue()).toBe('')
    await worker.context.close()
  })

  it('wait for a phone to be bound', async () => {
    const context = await browser.newContext({ ...phone, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(server.url)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      while (!navigator.serviceWorker.controller)
        await new Promise((resolve) => setTimeout(resolve, 50))
    })
    await share(page, [text])
    await page.getByText('分享来的1个文件都不是照片，没有收下。').waitFor()
    await button(page, '知道了').click()
    await share(page, photos.slice(0, 2))
    await page.getByText('已存本机，绑定后就可以上报。').waitFor()
    await look(page, 'shared-unbound')
    await page.goto(await server.inviteUrl(cast.worker1))
    await button(page, '绑定这台手机').click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.getByText('分享来的2张照片').waitFor()
    await capture(page).click()
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(2)
    await context.close()
  })

  it('are of no use to whoever may not report, and say so', async () => {
    const handler = await aPerson(browser, server, 'property')
    const { page } = handler
    await share(page, photos.slice(0, 1))
    await page.getByText('您的角色不能上报，用不上这些照片。').waitFor()
    expect(await capture(page).count()).toBe(0)
    await discard(page).click()
    await expect.poll(() => offers(page).count()).toBe(0)
    await handler.context.close()
  })
})

describe('a share that is not kept', () => {
  it('says so where too many wait, and takes none away', { tags: 'long' }, async () => {
    const worker = await aPerson(browser, server, 'worker2')
    const { page } = worker
    for (let n = 0; n < 5; n++) await share(page, photos.slice(n, n + 1))
    await share(page, photos.slice(5))
    await page.getByText(/等着上报的分享太多/).waitFor()
    await expect.poll(() => offers(page).count()).toBe(5)
    await look(page, 'shared-too-many')
    await worker.context.close()
  })

  it(
    'says so on a full phone: nothing is kept, and the photos are to be shared again',
    { tags: 'long' },
    async () => {
      const worker = await aPerson(browser, server, 'worker1')
      const { page } = worker
      const devtools = await worker.context.newCDPSession(page)
      const { usage } = await page.evaluate(() => navigator.storage.estimate())
      await devtools.send('Storage.overrideQuotaForOrigin', {
        origin: server.url,
        quotaSize: usage! + 50_000,
      })
      // Chromium asks how much room there is at most every half minute.
      await page.waitForTimeout(31_000)
      await share(page, photos)
      await page
        .getByText('手机存不下，分享来的照片一张也没有存。请清理空间后再分享一次。')
        .waitFor()
      expect(await offers(page).count()).toBe(0)
      await look(page, 'shared-full')
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url })
      await worker.context.close()
    },
  )

  it('says so where the app is not on the phone yet', async () => {
    const context = await browser.newContext({
      ...phone,
      locale: 'zh-CN',
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    await page.goto(server.url)
    const large = { ...photos[0]!, buffer: Buffer.alloc(8_000_000, 7) }
    await share(page, [large])
    await page.getByText('应用还没有准备好，分享来的照片没有收下。请再分享一次。').waitFor()
    await context.close()
  })

  it('is one from another site, which changes nothing here', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const { page } = worker
    await page.route('http://elsewhere.localhost/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" enctype="multipart/form-data" action="${server.url}/share"><input name="photos" type="file"></form>`,
      }),
    )
    await page.goto('http://elsewhere.localhost/')
    await page.locator('input').setInputFiles(photos[0]!)
    await page.evaluate(() => document.querySelector('form')!.submit())
    await page.waitForURL(`${server.url}/`)
    await page.getByRole('heading', { name: '今日' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await offers(page).count()).toBe(0)
    await worker.context.close()
  })
})
