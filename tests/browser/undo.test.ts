// A wrong key at the desk, and the way back from it: nothing of it has left the page. A second
// press decides nothing unseen.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let supervisor: Person

const panel = (page: Page) => page.getByRole('region', { name: /^事项 / })
const isRead = (page: Page) => panel(page).locator('footer[aria-busy=false]').waitFor()
const atTheServer = async (id: string) =>
  (await server.reports()).find((report) => report.id === id)?.steps.length
const statusOf = async (id: string) =>
  (await server.reports()).find((report) => report.id === id)?.standing

let resolved: Report
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  supervisor = await aPerson(browser, server, 'secretary', office)
  resolved = (await server.reports()).find((report) => report.standing === 'resolved')!
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function openAtDesk(page: Page, id: string, tab = 'all'): Promise<void> {
  await page.goto(`${server.url}/desk/reports/${id}?tab=${tab}`)
  await isRead(page)
}

describe('a report that was closed by a wrong key', () => {
  it('is undone by a key, and nothing of it reaches the server', async () => {
    const { page } = supervisor
    const before = await atTheServer(resolved.id)
    await openAtDesk(page, resolved.id)
    await page.keyboard.press('c')
    await page.getByRole('button', { name: '撤销' }).waitFor()
    await look(page, 'desk-undo')
    await page.keyboard.press('z')
    await page.getByText('已撤销', { exact: true }).waitFor()
    await panel(page).getByText('待核查').first().waitFor()
    // Whatever was to leave has left when a later word has: numbers leave in their order.
    await isRead(page)
    await page.keyboard.press('n')
    await page.getByRole('form').getByRole('textbox').fill('再看一眼')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => atTheServer(resolved.id), { timeout: 30_000 }).toBe(before! + 1)
    expect(await statusOf(resolved.id)).toBe('resolved')
  })

  it('reaches it when nobody undoes it, and is reopened with a reason', async () => {
    const { page } = supervisor
    await openAtDesk(page, resolved.id)
    await page.keyboard.press('c')
    await expect.poll(() => statusOf(resolved.id), { timeout: 30_000 }).toBe('closed')
    await openAtDesk(page, resolved.id)
    await look(page, 'desk-closed')
    await page.keyboard.press('r')
    const form = page.getByRole('form', { name: '重新打开' })
    await form.getByRole('textbox').fill('照片里还有一处没拆')
    await look(page, 'desk-reopen')
    await form.getByRole('button', { name: '重新打开' }).click()
    await expect.poll(() => statusOf(resolved.id), { timeout: 30_000 }).toBe('inProgress')
    await openAtDesk(page, resolved.id)
    await page
      .getByText(/已重新打开/)
      .first()
      .waitFor()
  })
})

describe('a key pressed twice', () => {
  it('decides one report, and not the next that nobody has read', async () => {
    const { page } = supervisor
    await page.goto(`${server.url}/desk/reports?tab=all`)
    const [first] = (await server.reports()).filter(
      (report) => report.standing === 'reported' && report.kind === 'hazard',
    )
    const accepted = async () =>
      (await server.reports()).filter(
        (report) => report.steps.at(-1)?.type === 'accept' && report.kind === 'hazard',
      ).length
    const before = await accepted()
    await openAtDesk(page, first!.id, 'mine')
    await page.keyboard.press('a')
    await page.keyboard.press('a')
    await expect.poll(accepted, { timeout: 30_000 }).toBe(before + 1)
    await isRead(page)
    await page.getByRole('button', { name: '撤销' }).waitFor({ state: 'detached', timeout: 30_000 })
    expect(await accepted()).toBe(before + 1)
  })
})

describe('all the while', () => {
  it('nothing was wrong in the page or at the server', () => {
    expect([supervisor.trouble.take(), server.errors]).toEqual([[], []])
  })
})
