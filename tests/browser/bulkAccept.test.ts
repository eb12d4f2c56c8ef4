// Several reports are selected at the desk and accepted at once: those that can be, in one act that
// can be undone as one, and nothing that is out of sight.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportNumber } from '#domain/reportNumber.ts'
import type { Report } from '#domain/report.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let supervisor: Person
/** Two that wait to be accepted, and one that waits to be checked. */
let chosen: [Report, Report, Report]
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  supervisor = await aPerson(browser, server, 'secretary', office)
  const hazards = (await server.reports()).filter(({ kind }) => kind === 'hazard')
  const [first, second] = hazards.filter(({ standing }) => standing === 'reported')
  chosen = [first!, second!, hazards.find(({ standing }) => standing === 'resolved')!]
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const statuses = async () => {
  const reports = await server.reports()
  return chosen.map(({ id }) => reports.find((report) => report.id === id)!.standing)
}
const checkbox = (page: Page, report: Report) =>
  page.getByRole('checkbox', { name: `选中 ${reportNumber(report)}` })
const accept = (page: Page, count: number) =>
  page.getByRole('button', { name: `受理${count}条`, exact: true })

async function select(page: Page): Promise<void> {
  await page.goto(`${server.url}/desk/reports?tab=all`)
  for (const report of chosen) await checkbox(page, report).click()
  await page.getByText('已选3条', { exact: true }).waitFor()
}

it('what a filter hides is no longer selected', async () => {
  const { page } = supervisor
  await select(page)
  await page.getByRole('searchbox').fill(reportNumber(chosen[0]))
  await page.getByText('已选1条', { exact: true }).waitFor()
  await accept(page, 1).waitFor()
  await page.getByRole('searchbox').fill('')
  await checkbox(page, chosen[1]).waitFor()
  expect(await Promise.all(chosen.map((report) => checkbox(page, report).isChecked()))).toEqual([
    true,
    false,
    false,
  ])
  await page.getByRole('button', { name: '取消选择' }).click()
  await accept(page, 1).waitFor({ state: 'detached' })
})

it('accepted at once and undone at once, none of it reaches the server', async () => {
  const { page } = supervisor
  await select(page)
  await accept(page, 2).click()
  await page.getByText('已受理2条', { exact: true }).waitFor()
  await page.keyboard.press('z')
  await page.getByText('已撤销', { exact: true }).waitFor()
  await select(page)
  await accept(page, 2).waitFor()
  expect(await statuses()).toEqual(['reported', 'reported', 'resolved'])
})

it('those that can be accepted are, and the other stays as it is', async () => {
  const { page } = supervisor
  await select(page)
  await accept(page, 2).click()
  await expect.poll(statuses, { timeout: 30_000 }).toEqual(['accepted', 'accepted', 'resolved'])
  await accept(page, 2).waitFor({ state: 'detached' })
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
})

it('all in the list are selected by one mark, and let go of by it', async () => {
  const { page } = supervisor
  await page.goto(`${server.url}/desk/reports?tab=mine`)
  const all = page.getByRole('checkbox', { name: '全选' })
  await all.click()
  const total = Number(/\d+/.exec(await page.getByText(/^共\d+条$/).innerText())![0])
  expect(total).toBeGreaterThan(1)
  await page.getByText(`已选${total}条`, { exact: true }).waitFor()
  await all.click()
  await page.getByText(/^已选/).waitFor({ state: 'detached' })
  expect([supervisor.trouble.take(), server.errors]).toEqual([[], []])
})
