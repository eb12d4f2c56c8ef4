// The desk on a phone in a meeting and on a wide screen: what is needed is in sight, and what
// explains a figure does not hide it.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let onPhone: Person
let atDesk: Person

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  onPhone = await aPerson(browser, server, 'secretary')
  atDesk = await aPerson(browser, server, 'stationHead', { ...office, keepsApp: true })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Asked of the element itself: a box asked for by address is null where a screen is drawn anew. */
const boxOf = (target: Locator) =>
  target.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect)

describe('a supervisor on a phone', () => {
  it('lands on what waits for them, with the list in the upper quarter of the screen', async () => {
    const page = await onPhone.restart('/')
    await page.waitForURL(/\/desk\/reports/)
    const first = page.getByRole('main').getByRole('link').first()
    await first.waitFor()
    await look(page, 'desk-phone')
    expect((await boxOf(first)).y).toBeLessThan(844 / 4)
  })

  it('reads the connection, and comes to their own page and to the field', async () => {
    const { page } = onPhone
    await page.getByText('在线 · 全部已上传').waitFor()
    await page.getByRole('link', { name: '我的' }).click()
    await page.getByRole('heading', { name: '我的' }).waitFor()
    await page.getByRole('link', { name: '去现场' }).click()
    await page.waitForURL(`${server.url}/`)
    await page.getByRole('link', { name: /上报/ }).waitFor()
  })

  it('opens the filters when they are wanted, and keeps them while they are set', async () => {
    const page = await onPhone.restart('/desk/reports?tab=all')
    const filters = page.getByRole('group', { name: '筛选' })
    expect(await filters.count()).toBe(0)
    await page.getByRole('button', { name: '筛选', exact: true }).click()
    await filters.waitFor()
    await page.goto(`${server.url}/desk/reports?tab=all&time=week`)
    await filters.waitFor()
  })
})

describe('the definition of a figure', () => {
  const definition = (page: Page) => page.getByRole('button', { name: '超期的口径' })
  const text = (page: Page) => page.getByText('已派遣的按派遣时限', { exact: false })

  it('does not cover what it explains, under a mouse and by keys', async () => {
    const page = await atDesk.restart('/desk')
    const card = page.locator('.gw-stat', { has: definition(page) })
    await definition(page).hover()
    await text(page).waitFor()
    await look(page, 'desk-definition')
    const { y, height } = await boxOf(card)
    expect((await boxOf(text(page))).y).toBeGreaterThanOrEqual(y + height)
    // A click keeps what the mouse has opened; the mouse may go.
    await definition(page).click()
    await page.mouse.move(5, 5)
    await text(page).waitFor()
    await definition(page).click()
    await text(page).waitFor({ state: 'detached' })
    await page.mouse.move(5, 5)

    await definition(page).focus()
    await page.keyboard.press('Enter')
    await text(page).waitFor()
    expect((await boxOf(text(page))).y).toBeGreaterThanOrEqual(y + height)
    await page.keyboard.press('Escape')
    await text(page).waitFor({ state: 'detached' })
    expect(await definition(page).evaluate((button) => button === document.activeElement)).toBe(
      true,
    )
  })
})

describe('members and their devices', () => {
  it('are told apart, and the number beside the place is explained', async () => {
    const page = await atDesk.restart('/desk/members')
    const mine = page.getByRole('listitem').filter({ hasText: '周站长' }).first()
    await mine.getByText(/您正用着的这台 · .*联系过 · .*绑定/).waitFor()
    const count = await page
      .getByRole('navigation')
      .getByRole('link', { name: /人员.*\d+件需过问/ })
      .innerText()
    const [open] = /\d+/.exec(count)!
    await page.getByRole('radio', { name: `手机（${open}件需过问）` }).waitFor()
    await look(page, 'desk-members')
  })

  it('have their room without a connection too, when nothing can be changed', async () => {
    const page = await atDesk.restart('/desk/members')
    const first = page.locator('.devices').first()
    await first.waitFor()
    const width = async () => Math.round((await boxOf(first)).width)
    const before = await width()
    await atDesk.goOffline()
    const menus = page.getByRole('button', { name: /更多操作$/ })
    await expect.poll(() => menus.count()).toBe(0)
    expect(await width()).toBe(before)
    await atDesk.goOnline()
  })

  it('an invite can be handed over with how it is opened, also on paper', async () => {
    const page = await atDesk.restart('/desk/members')
    await page.getByRole('button', { name: '添加人员' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('姓名').fill('测试·新同事')
    await sheet.getByRole('checkbox').last().click()
    await sheet.getByRole('button', { name: '添加并邀请' }).click()
    await page.getByRole('heading', { name: '邀请测试·新同事' }).waitFor()
    const said = page.getByRole('dialog').last()
    await said.getByText(/选“在浏览器打开”/).waitFor()
    // The page may write to the clipboard, and nobody may read it.
    await page.evaluate(() => {
      navigator.clipboard.writeText = (text) => {
        document.documentElement.dataset.copied = text
        return Promise.resolve()
      }
    })
    await said.getByRole('button', { name: '复制链接和说明' }).click()
    await page.getByText('链接和说明已复制', { exact: false }).waitFor()
    const message = await page.evaluate(() => document.documentElement.dataset.copied!)
    const [link] = new RegExp(`${server.url}/enrol#[\\w-]+`).exec(message)!
    expect(message).toContain('测试·新同事')
    expect(message).toMatch(/1\. .*浏览器/)
    await look(page, 'desk-invite')
    await said.getByRole('button', { name: '改为打印（24小时有效）' }).click()
    await said.getByRole('button', { name: '打印', exact: true }).waitFor()
    expect(await said.getByText('/enrol#').innerText(), 'on paper it is another one').not.toBe(link)
  })
})

describe('1920 pixels', () => {
  it('are used to their right edge, and both sides of a place are equally wide', async () => {
    const page = await atDesk.restart('/desk')
    await page.setViewportSize({ width: 1920, height: 1080 })
    const right = async (target: Locator) => {
      const { x, width } = await boxOf(target)
      return x + width
    }
    await page.locator('.gw-stat').last().waitFor()
    await look(page, 'desk-wide-overview')
    expect(1920 - (await right(page.locator('.gw-stat').last()))).toBeLessThan(60)
    await page.goto(`${server.url}/desk/reports?tab=all`)
    await page.getByRole('row').nth(3).click()
    await page.getByRole('region', { name: /^事项 / }).waitFor()
    await look(page, 'desk-wide-reports')
    const wide = async (path: string) => {
      await page.goto(server.url + path)
      await page.getByRole('heading').first().waitFor()
      return (await boxOf(page.getByRole('main'))).width
    }
    const members = await wide('/desk/members')
    await look(page, 'desk-wide-members')
    expect(members).toBeGreaterThan(1660)
    expect(await wide('/desk/devices')).toBe(members)
    await look(page, 'desk-wide-devices')
    await page.setViewportSize(office.viewport)
  })
})

describe('all the while', () => {
  it('nothing was wrong in the page or at the server', () => {
    expect([onPhone.trouble.take(), atDesk.trouble.take(), server.errors]).toEqual([[], [], []])
  })
})
