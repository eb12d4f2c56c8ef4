// What one person put in and another replaced: told to whom it was, at the desk too, and put back
// with one tap.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { cast } from '#demo/demoMembers.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let supervisor: Person
let author: Person
let report: Report

const panel = (page: Page) => page.getByRole('region', { name: /^(事项|Report) / })
const severity = async () =>
  ((await server.reports()).find((each) => each.id === report.id) as Report).body.severity
async function openAtDesk(page: Page): Promise<void> {
  await page.goto(`${server.url}/desk/reports/${report.id}?tab=all`)
  await panel(page).locator('footer[aria-busy=false]').waitFor()
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  report = (await server.reports()).find(
    (each) =>
      each.kind === 'hazard' &&
      each.standing === 'reported' &&
      each.body.severity !== 'critical' &&
      each.by === cast.worker1,
  )!
  ;[supervisor, author] = [
    await aPerson(browser, server, 'secretary', { ...office, keepsApp: true }),
    await aPerson(browser, server, 'worker1'),
  ]
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a value that somebody else replaced', () => {
  it('stands at the desk beside what took its place', async () => {
    const { page } = supervisor
    await openAtDesk(page)
    await panel(page).getByText('更正类型和等级').click()
    await panel(page).getByRole('radiogroup', { name: '严重程度' }).getByText('紧急').click()
    await panel(page).getByRole('button', { name: '受理', exact: true }).click()
    await expect.poll(severity, { timeout: 30_000 }).toBe('critical')
    await openAtDesk(page)
    const changes = panel(page).getByRole('list', { name: '改动记录' })
    await changes.scrollIntoViewIfNeeded()
    await changes.getByText(/改了.+写的严重程度/).waitFor()
    await look(page, 'history-desk')
  })

  it('is told to its author on the record', async () => {
    const { page } = author
    await page.goto(`${server.url}/records/${report.id}`)
    const line = page.getByText(/改了您写的严重程度/)
    await line.scrollIntoViewIfNeeded()
    await look(page, 'history-record')
  })

  it('is put back with one tap, which can be undone, and without a signal too', async () => {
    const { page } = supervisor
    await supervisor.goOffline()
    const changes = panel(page).getByRole('list', { name: '改动记录' })
    await changes.getByRole('button', { name: '恢复' }).first().click()
    await page.getByRole('button', { name: '撤销' }).waitFor()
    await changes.getByRole('button', { name: '恢复' }).first().waitFor({ state: 'hidden' })
    await supervisor.goOnline()
    await expect.poll(severity, { timeout: 60_000 }).toBe(report.body.severity)
  })

  it('meets no error on the way', () => {
    expect([supervisor.trouble.take(), author.trouble.take(), server.errors]).toEqual([[], [], []])
  })
})
