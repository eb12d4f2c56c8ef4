// One hazard from a stairwell without signal to the desk, back, out to the handler and closed; and
// nothing of it lost on the way.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  noteField,
  patrolButton,
  photoTiles,
  pickPhotos,
  saveButton,
  tab,
} from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let supervisor: Person
let photos: PhotoFile[]
const everybody: Person[] = []

const note = '井盖翘起一角，夜里容易绊倒'
const [comment, secondNote] = ['看不清井盖的编号，请补拍一张近景', '灯罩也裂了'] as const
const kept = async (text: string) =>
  (await server.reports()).filter((report) => report.note === text)
const count = (page: Page, text: RegExp | string) => page.getByText(text).count()
const deskRows = (page: Page) => page.getByRole('row', { name: /井盖缺损移位/ })

/** Down to the next row of the list, and into it. */
async function openByKeys(page: Page): Promise<void> {
  await deskRows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page
    .getByRole('region', { name: /^事项 / })
    .locator('footer[aria-busy=false]')
    .waitFor()
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 6)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a day without signal', () => {
  it('begins with a phone that was bound once, and starts cold without a network', async () => {
    worker = await aPerson(browser, server, 'worker1')
    everybody.push(worker)
    await worker.page.getByText(/全部已上传/).waitFor()
    await worker.goOffline()
    // Not even loaded again since: a screen that was never opened opens all the same.
    await tab(worker.page, /地图/).click()
    await worker.page.locator('canvas').first().waitFor()
    const page = await worker.restart()
    await page.getByRole('heading', { name: '今日' }).waitFor()
    await page.getByText(/离线 · 没有待上传的内容/).waitFor()
  })

  it('checks points of a patrol with one tap each', async () => {
    const { page } = worker
    await patrolButton(page).click()
    await page.getByRole('heading', { name: /巡查 · 第一网格/ }).waitFor()
    for (let checked = 1; checked <= 2; checked++) {
      await button(page, /^正常/).first().click()
      await page
        .getByText(new RegExp(`^${checked}\\s*/ \\d+\\s*点位已查$`))
        .first()
        .waitFor()
    }
  })

  it('reports a hazard found on the way: three photos at once, the type by pinyin, the place by its code', async () => {
    const { page } = worker
    await button(page, '发现问题').click()
    await pickPhotos(page, photos.slice(0, 3))
    await expect.poll(() => photoTiles(page).count()).toBe(3)
    await chooseType(page, 'jinggai', /井盖缺损移位/)
    await choosePlace(page, '104', /灯杆 W-104/)
    await noteField(page).fill(note)
    await page.getByText('草稿、3张照片已存本机').waitFor()
    await saveButton(page).click()
    await page.getByText('已存本机', { exact: true }).waitFor()
    await page.getByRole('heading', { name: /巡查 · 第一网格/ }).waitFor()
  })

  it('writes down with one tap that nobody was at home', async () => {
    const page = await worker.restart()
    await page.getByRole('heading', { name: '到期走访' }).waitFor()
    await page
      .getByRole('main')
      .or(page.locator('body'))
      .first()
      .getByText(/^\d+号楼\d单元\d+/)
      .first()
      .click()
    await button(page, '没人在家').click()
    await page.getByText(/^\d+号楼\d单元\d+ · 没人在家，已存本机$/).waitFor()
    await page
      .getByText(/^今天\d\d:\d\d 没人在家 · 再访$/)
      .first()
      .waitFor()
  })

  it('says in Records of each that it is on this phone', async () => {
    const { page } = worker
    await tab(page, /记录/).click()
    await button(page, /^在本机/)
      .or(page.getByRole('radio', { name: /^在本机/ }))
      .first()
      .click()
    await page.getByRole('link', { name: /井盖缺损移位/ }).waitFor()
    expect(await count(page, /^本机$/)).toBe(2)
  })

  it('gives a half-filled form back whole after the tab was killed with the camera open', async () => {
    let { page } = worker
    await tab(page, /上报/).click()
    await pickPhotos(page, photos.slice(3, 4))
    await expect.poll(() => photoTiles(page).count()).toBe(1)
    await chooseType(page, 'ldbl', /路灯不亮/)
    await noteField(page).fill(secondNote)
    await button(page, '加拍').click()
    await button(page, '拍好了').waitFor()
    await page.waitForTimeout(300)
    const devtools = await worker.context.newCDPSession(page)
    void devtools.send('Page.crash').catch(() => undefined)
    await new Promise((resolve) => page.once('crash', resolve))
    page = await worker.restart('/report')
    await page.getByText('上次拍照被打断，继续拍？').waitFor()
    await expect.poll(() => photoTiles(page).count()).toBe(1)
    expect(await noteField(page).inputValue()).toBe(secondNote)
    await choosePlace(page, '103', /灯杆 W-103/)
    await saveButton(page).click()
    await page.getByText('已存本机', { exact: true }).waitFor()
    expect(await kept(secondNote)).toEqual([])
  })
})

describe('the network comes back', () => {
  it('keeps one of each though the first answer never arrived', async () => {
    supervisor = await aPerson(browser, server, 'secretary', office)
    everybody.push(supervisor)
    await supervisor.page.goto(`${server.url}/desk/reports?tab=all`)
    await supervisor.page.getByRole('table').waitFor()
    const before = (await server.reports()).length
    const isLost = server.loseAnswer((answer) => answer.includes('"results":[{'))
    await worker.goOnline()
    await isLost
    await expect
      .poll(async () => (await server.reports()).length, { timeout: 60_000 })
      .toBe(before + 3)
    await worker.restart('/me/sync')
    await worker.page.getByText(/全部已上传/).waitFor({ timeout: 60_000 })
    expect((await server.reports()).length).toBe(before + 3)
    const [report] = await kept(note)
    expect(report).toMatchObject({ placeId: 'p-W-104', body: { type: 'manhole' } })
    expect(report!.photos).toHaveLength(3)
    expect(new Set(report!.photos.map((photo) => photo.hash)).size).toBe(3)
  })

  it('appears at the desk by itself, once, with its three photos', async () => {
    const { page } = supervisor
    await page.keyboard.press('/')
    await page.keyboard.type('绊倒')
    await deskRows(page).first().waitFor()
    expect(await deskRows(page).count()).toBe(1)
    await page.keyboard.press('Escape')
    await openByKeys(page)
    await page.getByText('照片 3/3 已到').waitFor({ timeout: 30_000 })
    await expect
      .poll(() =>
        page
          .locator('img')
          .evaluateAll(
            (all) => (all as HTMLImageElement[]).filter((image) => image.naturalWidth > 600).length,
          ),
      )
      .toBe(3)
  })
})

describe('between desk and field', () => {
  it('goes back with a comment and a marked photo', async () => {
    const { page } = supervisor
    await page.keyboard.press('b')
    const form = page.getByRole('form', { name: '退回补正' })
    await form.getByRole('group', { name: '要重拍的照片' }).getByRole('button').first().click()
    await form.getByRole('textbox').fill(comment)
    await button(page, /^退回补正/)
      .last()
      .click()
    await page
      .getByText(/退回补正/)
      .first()
      .waitFor()
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('returned')
  })

  it('is found under Today, and amended without signal', async () => {
    const { page } = worker
    await tab(page, /今日/).click()
    await page.getByText(comment).waitFor({ timeout: 30_000 })
    await worker.goOffline()
    const row = page
      .locator('div')
      .filter({ has: page.getByText(comment), hasNot: page.getByRole('heading') })
      .filter({ has: button(page, '补拍') })
      .last()
    await row.getByRole('button', { name: '补拍' }).click()
    await pickPhotos(page, photos.slice(4, 5))
    await page.getByText(comment).waitFor()
    await expect.poll(() => photoTiles(page).count()).toBe(4)
    await saveButton(page).click()
    await page.getByText('已存本机', { exact: true }).waitFor()
    await page.getByText(/离线 · 1条记录、1张照片在本机/).waitFor()
    await worker.goOnline()
  })

  it('comes again to the desk with its history, and is accepted and dispatched by keys', async () => {
    const { page } = supervisor
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('reported')
    await openByKeys(page)
    await page.getByText('照片 4/4 已到').waitFor({ timeout: 30_000 })
    // What was asked for and what has come of it stand before everything else.
    await page.getByText('补正后重报', { exact: true }).first().waitFor()
    await page.getByText(`李书记（示例）退回时说：${comment}`).waitFor()
    await page.getByText(/^补正了：.*新补照片1张$/).waitFor()
    expect(await button(page, /^查看照片：新补的/).count()).toBe(1)
    await page.getByText(/李书记（示例）已退回补正/).waitFor()
    await page.getByText(/陈可（示例）已补正重报/).waitFor()
    await page.keyboard.press('a')
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('accepted')
    // It stays open, and is asked to whom it goes.
    const form = page.getByRole('form', { name: '派遣' })
    await form.getByRole('radio', { name: '物业·钱工（示例）' }).click()
    await form.getByRole('button', { name: '派遣' }).click()
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('dispatched')
  })

  it('is handled by whom it was dispatched to, with a photo of afterwards', async () => {
    const handler = await aPerson(browser, server, 'property')
    const { page } = handler
    everybody.push(handler)
    expect(await tab(page, /上报/).count()).toBe(0)
    await page.getByRole('link', { name: /灯杆 W-104/ }).click()
    await page.getByText(note).waitFor()
    await button(page, '开始处置').click()
    await button(page, '处置完成').click()
    await pickPhotos(page, photos.slice(5, 6))
    await expect
      .poll(() => photoTiles(page.getByRole('dialog').last()).count(), { timeout: 15_000 })
      .toBe(1)
    const sheet = page.getByRole('dialog').last()
    await sheet.getByRole('textbox').fill('已换新井盖')
    await sheet.getByRole('button', { name: '处置完成' }).click()
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('resolved')
  })

  it('is closed by the desk, which did not handle it', async () => {
    const { page } = supervisor
    await openByKeys(page)
    await page.getByText('已换新井盖').waitFor({ timeout: 30_000 })
    await page.getByText('照片 5/5 已到').waitFor({ timeout: 30_000 })
    await page.keyboard.press('c')
    await expect
      .poll(async () => (await kept(note))[0]?.standing, { timeout: 30_000 })
      .toBe('closed')
    await worker.page.goto(`${server.url}/records`)
    await worker.page.getByText('已结案').first().waitFor({ timeout: 30_000 })
  })

  it('may not be checked by the one who handled it, and the desk says so', async () => {
    const { page } = supervisor
    const other = '断枝横在步道上，绕行要踩草地'
    const { id } = (await kept(other))[0]!
    await page.goto(`${server.url}/desk/reports/${id}?tab=all`)
    await page.getByText(other).waitFor()
    await page.keyboard.press('v')
    await button(page, /^(加拍|拍处置后)$/).click()
    await pickPhotos(page, photos.slice(5, 6))
    await expect.poll(() => photoTiles(page.getByRole('form')).count()).toBe(1)
    await page.getByRole('form').getByRole('button', { name: '处置完成' }).click()
    await expect
      .poll(async () => (await kept(other))[0]?.standing, { timeout: 30_000 })
      .toBe('resolved')
    await page.goto(`${server.url}/desk/reports/${id}?tab=all`)
    await page.getByText('谁处置谁不能核查，请换一位同事。').waitFor()
    expect(await button(page, /确认结案|退回返工/).count()).toBe(0)
  })
})

describe('all the while', () => {
  it('nothing was doubled, and no console, no other host, no policy had anything to tell', async () => {
    expect((await kept(note)).length).toBe(1)
    expect([everybody.flatMap((person) => person.trouble.take()), server.errors]).toEqual([[], []])
  })
})
