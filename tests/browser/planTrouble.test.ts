// Imports of the plan when things go wrong: two at once, an answer that never comes, a tab that is
// killed, a person who goes elsewhere. Whole or not at all, once, and said as it is.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let first: Person
let second: Person

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  first = await aPerson(browser, server, 'secretary', office)
  second = await aPerson(browser, server, 'stationHead', office)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const imports = '/api/plan/imports'
type Line = [code: string, name: string]
const importButton = (page: Page) => page.getByRole('button', { name: /^导入\d+行$/ })
const nameOf = async (code: string) =>
  (await server.places()).find((place) => place.code === code)?.name
const log = (page: Page) => page.getByRole('region', { name: '最近的改动' })

async function choose(page: Page, fileName: string, lines: readonly Line[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择文件' }).click()
  const rows = lines.map(([code, name]) => `${code},${name},楼栋`)
  const buffer = Buffer.from(['编码,名称,类型', ...rows].join('\r\n'))
  await (await chooser).setFiles({ name: fileName, mimeType: 'text/csv', buffer })
}
async function preview(person: Person, fileName: string, lines: readonly Line[]): Promise<Page> {
  const page = await person.restart('/desk/plan/import')
  await choose(page, fileName, lines)
  await expect.poll(() => importButton(page).isEnabled()).toBe(true)
  return page
}

it('of two who import at once the second is told, none of theirs is there, and looking again is enough', async () => {
  const [one, two] = await Promise.all([
    preview(first, '甲.csv', [
      ['1', '一号楼甲'],
      ['甲-1', '甲的新楼'],
    ]),
    preview(second, '乙.csv', [
      ['1', '一号楼乙'],
      ['乙-1', '乙的新楼'],
    ]),
  ])
  // No news of the one comes to the other before both have tapped.
  const release = [imports, '/api/sync/1'].map((path) => server.holdAnswers(path))
  await importButton(one).click()
  await expect.poll(() => nameOf('1')).toBe('一号楼甲')
  await importButton(two).click()
  await expect.poll(() => server.hits.filter((hit) => hit === `POST ${imports}`).length).toBe(2)
  for (const each of release) each()
  await two.getByText(/预览之后平面图又变了（1 行）.没有导入任何内容/).waitFor()
  expect([await nameOf('1'), await nameOf('甲-1'), await nameOf('乙-1')]).toEqual([
    '一号楼甲',
    '甲的新楼',
    undefined,
  ])
  expect(second.trouble.take()).toEqual([expect.stringContaining('409 (Conflict)')])
  await two.getByRole('button', { name: '重新预览' }).click()
  await expect.poll(() => two.getByText('一号楼甲').count()).toBeGreaterThan(0)
  await importButton(two).click()
  await expect.poll(() => nameOf('乙-1')).toBe('乙的新楼')
  expect(await nameOf('1')).toBe('一号楼乙')
})

it('whoever has gone elsewhere by the time it is done is told there, and stays', async () => {
  const page = await preview(first, '走开.csv', [['走-1', '走开时导入']])
  const release = server.holdAnswers(imports)
  await importButton(page).click()
  await expect.poll(() => nameOf('走-1')).toBe('走开时导入')
  await page.getByRole('link', { name: /人员/ }).first().click()
  await page.waitForURL(/\/desk\/members/)
  release()
  await page.getByText(/已导入/).waitFor()
  // Being led away would take no more than a moment.
  await page.waitForTimeout(500)
  expect(new URL(page.url()).pathname).toBe('/desk/members')
})

it('an answer that is lost is no second import: it is told to be done as soon as the plan says so', async () => {
  const page = await preview(first, '丢失.csv', [['丢-1', '回音丢了']])
  const release = server.holdAnswers('/api/sync/1')
  void server.loseAnswer((text) => text.includes('"isAgain":false'))
  // The browser itself asks again, some times, where a connection that it had kept open is closed.
  for (let n = 0; n < 5; n++) void server.loseAnswer((text) => text.includes('"isAgain":true'))
  await importButton(page).click()
  await page.getByText('连不上服务器，这一步可能没有完成', { exact: false }).waitFor()
  release()
  await page.waitForURL(/\/desk\/plan$/)
  await page.getByText(/已导入：新增1/).waitFor()
  await log(page).getByText('导入丢失.csv').waitFor()
  expect(await log(page).getByText('导入丢失.csv').count()).toBe(1)
  expect((await server.places()).filter(({ code }) => code === '丢-1')).toHaveLength(1)
})

it('Back in the middle of a preview leaves nothing of it, and the next file is read as the first', async () => {
  const { page } = first
  await page.getByRole('button', { name: '导入文件' }).click()
  await choose(
    page,
    '很多.csv',
    Array.from({ length: 6000 }, (_, at): Line => [`多-${at}`, `第${at}号`]),
  )
  await page.getByText('正在核对…').waitFor()
  await page.goBack()
  await page.waitForURL(/\/desk\/plan$/)
  await page.goForward()
  expect(await importButton(page).count()).toBe(0)
  await choose(page, '一行.csv', [['退-1', '退回再来']])
  await page.getByRole('button', { name: '导入1行' }).click()
  await expect.poll(() => nameOf('退-1')).toBe('退回再来')
  expect(await nameOf('多-0')).toBeUndefined()
})

it('of a tab that is killed at once after the tap, what the server has is there once, and the rest is nowhere', async () => {
  const page = await preview(first, '收到.csv', [['收-1', '收到了']])
  const release = server.holdAnswers(imports)
  await importButton(page).click()
  await expect.poll(() => nameOf('收-1')).toBe('收到了')
  const again = await preview(first, '没收到.csv', [['没-1', '没收到']])
  release()
  // From now on it gets as far as a proxy that is dead.
  const asked = server.hits.length
  server.answer(imports, () => new Response(new ReadableStream()))
  await importButton(again).click()
  await expect.poll(() => server.hits.slice(asked)).toContain(`POST ${imports}`)
  const after = await first.restart('/desk/plan')
  await log(after).getByText('导入收到.csv').waitFor()
  expect(await log(after).getByText('导入没收到.csv').count()).toBe(0)
  expect((await server.places()).filter(({ code }) => code === '收-1')).toHaveLength(1)
  expect(await nameOf('没-1')).toBeUndefined()
  expect([first.trouble.take(), second.trouble.take(), server.errors]).toEqual([[], [], []])
})

it('out of a drawing Back asks before what was drawn is lost, and leaves at once where nothing was', async () => {
  const page = await first.restart('/desk/plan')
  const done = page.getByRole('button', { name: '完成', exact: true })
  const draw = async (): Promise<void> => {
    await page.getByRole('combobox').selectOption({ index: 2 })
    await page.getByRole('button', { name: '修改网格' }).click()
    await page.getByRole('button', { name: '修改边界' }).click()
    await done.waitFor()
  }
  await draw()
  await page.goBack()
  await done.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/desk/plan')

  await draw()
  await page.getByRole('button', { name: '删除第1个拐点' }).click()
  await page.goBack()
  await page.getByRole('button', { name: '接着画' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await done.waitFor()
  await page.goBack()
  await page.getByRole('button', { name: '不要了' }).click()
  await done.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/desk/plan')
})
