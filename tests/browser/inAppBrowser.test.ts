// An invite that is opened inside a chat, where nearly every invite is opened first.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { button } from './fieldActs.ts'
import { aBrowser, aServer, phone, type Server } from './stage.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const chrome = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1'

async function opened(url: string, userAgent: string) {
  const context = await browser.newContext({ ...phone, locale: 'zh-CN', userAgent })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

it('shows the way to the browser and is not spent', async () => {
  const url = await server.inviteUrl(cast.worker1)
  const inside = await opened(url, `${chrome} MicroMessenger/8.0.40`)
  await inside.getByRole('heading', { name: '请用手机浏览器打开' }).waitFor()
  await inside.getByText('选“在浏览器打开”').waitFor()
  expect(await button(inside, /^绑定/).count()).toBe(0)
  await inside.context().close()

  const outside = await opened(url, chrome)
  await outside.getByText('陈可（示例）').waitFor()
  await button(outside, '绑定这台手机').click()
  await outside.getByRole('heading', { name: '今日' }).waitFor()
  await outside.context().close()

  const late = await opened(url, chrome)
  await late.getByText('这份邀请已经用过或过期了').waitFor()
  expect(await button(late, /^绑定/).count()).toBe(0)
  await late.context().close()
})

it('keeps the button where it is when the name of whom it binds arrives', async () => {
  const context = await browser.newContext({ ...phone, locale: 'zh-CN', userAgent: chrome })
  const page = await context.newPage()
  let answer: () => void = () => undefined
  const isAnswered = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/api/enrol/look', async (route) => {
    await isAnswered
    await route.continue()
  })
  await page.goto(await server.inviteUrl(cast.worker2))
  const top = () => button(page, '绑定这台手机').evaluate((it) => it.getBoundingClientRect().top)
  const before = await top()
  answer()
  await page.locator('.whose .name').waitFor()
  expect(await top()).toBe(before)
  await context.close()
})

it('says on an iPhone that the home screen has a storage of its own, and does not press to bind here', async () => {
  const page = await opened(await server.inviteUrl(cast.worker2), safari)
  await page.getByRole('heading', { name: '先添加到主屏幕' }).waitFor()
  await page.getByText('从主屏幕打开网格行，粘贴链接或扫码绑定').waitFor()
  await button(page, '不装了，就在网页里绑定').waitFor()
  await page.context().close()
})
