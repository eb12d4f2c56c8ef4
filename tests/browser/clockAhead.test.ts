// A phone whose clock is five years ahead: what is due, over or today is told by the server's
// clock, in every frame.
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

it('calls nothing years overdue, and says when it was last in contact as it was', async () => {
  const context = await browser.newContext({
    ...phone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.addInitScript(() => {
    const right = Date.now.bind(Date)
    Date.now = () => right() + 5 * 365 * 86_400_000
  })
  const page = await context.newPage()
  await page.goto(await server.inviteUrl(cast.worker1))
  await button(page, /^绑定这台/).click()
  const visits = page.locator('section.visits')
  await visits.getByRole('link').first().waitFor()
  const days = [...(await page.locator('body').innerText()).matchAll(/超期(\d+)天/g)].map((match) =>
    Number(match[1]),
  )
  expect(days.filter((count) => count > 60)).toEqual([])
  await page.goto(`${server.url}/me/sync`)
  await page.getByText(/最近一次联系：/).waitFor()
  const year = new Date().getFullYear()
  expect(await page.locator('body').innerText()).not.toContain(String(year + 5))
  await context.close()
})
