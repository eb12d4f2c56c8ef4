// Somebody whose work is more than the server takes in from one person: told kindly on the phone,
// told to the desk, and sent once there is room.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { photosOf } from './aPhoto.ts'
import { button, chooseType, noteField, photoTiles, pickPhotos, saveButton } from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
const note = '这一条暂时没有地方收'

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker2')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const isThere = async () => (await server.reports()).some((report) => report.note === note)

async function saveReport(page: Page): Promise<void> {
  await pickPhotos(page, await photosOf(browser, 1))
  await photoTiles(page).first().waitFor()
  await chooseType(page, 'ldbl', /路灯不亮/)
  await noteField(page).fill(note)
  await saveButton(page).click()
  await page.getByText('已存本机', { exact: true }).first().waitFor()
}

it('Records says that it is safe on this phone and goes by itself, and the sync log whom to ask', async () => {
  await server.fillAccount(cast.worker2, 'changes')
  await saveReport(await worker.restart('/report'))
  const page = await worker.restart('/records')
  await page
    .getByText(/^在线 · 服务器暂时收不下更多；1条记录好好存在本机，过一会儿会自动上传$/)
    .waitFor({ timeout: 40_000 })
  await page.getByText('等待上传', { exact: true }).waitFor()
  await look(page, 'come-later-records')
  await page.getByText(/收不下更多/).click()
  await page.getByText(/值班长已得到通知，着急的话请联系值班长/).waitFor()
  await look(page, 'come-later-sync')
  expect(await isThere()).toBe(false)
})

it('the desk is told of it, and that nothing is lost', async () => {
  const { page, context, trouble } = await aPerson(browser, server, 'secretary', office)
  await page.goto(`${server.url}/desk/devices`)
  await page.getByRole('button', { name: /上传的内容超过了服务器对一个人的上限/ }).click()
  await page
    .getByRole('dialog')
    .getByText(/超出的是：一天内的记录和办理步骤。没有丢/)
    .waitFor()
  await look(page, 'come-later-desk')
  expect(trouble.take()).toEqual([])
  await context.close()
})

it('it arrives once there is room, and the phone says so', async () => {
  await server.clearAccount(cast.worker2, 'changes')
  const page = await worker.restart('/me/sync')
  await button(page, '立即上传').or(button(page, '立即同步')).click()
  await expect.poll(isThere, { timeout: 40_000 }).toBe(true)
  await page.getByText('在线 · 全部已上传').first().waitFor({ timeout: 40_000 })
  // The log names it.
  await page
    .getByText(/^已上传：.+ · .+/)
    .first()
    .waitFor()
  expect([worker.trouble.take(), server.errors]).toEqual([[], []])
})
