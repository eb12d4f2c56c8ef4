// Work that cannot be carried out, through the real screens: parked, decided at the desk, told to
// its author, taken up again.
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
  pickPhotos,
  saveButton,
  tab,
} from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let supervisor: Person
let photos: PhotoFile[]

const [note, edited, second] = [
  '三单元门口的灯不亮',
  '三单元门口的灯不亮，已核实',
  '井盖晃动',
] as const
const [whyWithdrawn, whyDeclined] = ['看错了，是隔壁小区的', '已核实是本小区的，照常办理'] as const
const kept = async (text: string) =>
  (await server.reports()).filter((report) => report.note === text)
const row = (page: Page, name: RegExp) => page.getByRole('link', { name })

async function report(page: Page, text: string, type: readonly [string, RegExp]): Promise<void> {
  await tab(page, /上报/).click()
  await pickPhotos(page, photos.splice(0, 1))
  await expect.poll(() => photoTiles(page).count()).toBe(1)
  await chooseType(page, ...type)
  await choosePlace(page, '104', /灯杆 W-104/)
  await noteField(page).fill(text)
  await saveButton(page).click()
  await page.getByText('已存本机', { exact: true }).waitFor()
}
const delivered = (page: Page) =>
  page
    .getByText(/在线 · 全部已上传/)
    .first()
    .waitFor({ timeout: 60_000 })
const syncNow = async (person: Person) => (
  await person.restart('/me/sync'),
  person.page.getByRole('button', { name: /^立即(同步|上传)/ }).click()
)

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 2)
  ;[worker, supervisor] = [
    await aPerson(browser, server, 'worker1'),
    await aPerson(browser, server, 'secretary', { ...office, keepsApp: true }),
  ]
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a report that cannot be taken in', () => {
  it('is kept whole, and its author sees where it is', async () => {
    const { page } = worker
    await worker.goOffline()
    await report(page, note, ['ldbl', /路灯不亮/])
    await server.setMember(cast.worker1, { isActive: false })
    await worker.goOnline()
    await expect
      .poll(() => server.hits.filter((hit) => hit === 'POST /api/sync/1').length)
      .toBeGreaterThan(1)
    await page
      .getByText(/1条需留意/)
      .first()
      .waitFor({ timeout: 60_000 })
    await server.setMember(cast.worker1, { isActive: true })
    expect(await kept(note)).toEqual([])
    await worker.restart('/records')
    await worker.page.getByRole('heading', { name: '交值班长裁决的' }).waitFor()
    await look(worker.page, 'records-parked')
    const there = (await server.reports()).filter(
      ({ body, placeId }) => body['type'] === 'light_out' && placeId === 'p-W-104',
    )
    expect(
      await row(worker.page, /^路灯不亮 · 灯杆 W-104/).count(),
      'it stands in one place, not also among the records of the day',
    ).toBe(there.length)
    await row(worker.page, /新记录 · 路灯不亮/)
      .first()
      .click()
    await worker.page.getByText(note).waitFor()
  })

  it('stands at the desk with its content and its photo, and is put right there', async () => {
    const { page } = supervisor
    await page.goto(`${server.url}/desk/parked`)
    await page.getByRole('radio', { name: /需裁决/ }).waitFor()
    await row(page, /新记录 · 路灯不亮/).waitFor({ timeout: 30_000 })
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('region', { name: /^需裁决：/ })
    await panel.getByText(note).waitFor()
    await panel.getByText('提交人的账号已停用，或者内容署的不是本人的名字。').waitFor()
    await expect
      .poll(
        () =>
          panel
            .locator('img')
            .evaluateAll(
              (all) =>
                (all as HTMLImageElement[]).filter((image) => image.naturalWidth > 600).length,
            ),
        { timeout: 30_000 },
      )
      .toBe(1)
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: '修改后采纳' }).waitFor()
    await look(page, 'desk-parked-edit')
    await expect.poll(() => noteField(page).inputValue()).toBe(note)
    await noteField(page).fill(edited)
    await saveButton(page).click()
    await expect
      .poll(async () => (await kept(edited))[0], { timeout: 30_000 })
      .toMatchObject({ by: cast.worker1, placeId: 'p-W-104' })
    expect((await kept(edited))[0]!.photos).toHaveLength(1)
    await page.goto(`${server.url}/desk/parked?tab=decided`)
    await row(page, /新记录 · 路灯不亮/)
      .getByText('修改后采纳')
      .waitFor()
  })

  it('is told to its author, acknowledged, and goes quiet', async () => {
    await syncNow(worker)
    await delivered(worker.page)
    const page = await worker.restart('/records')
    await row(page, /新记录 · 路灯不亮/)
      .first()
      .click()
    await page.getByText('李书记（示例）修改后采纳').waitFor({ timeout: 30_000 })
    await expect
      .poll(() =>
        page
          .getByRole('main')
          .locator('img')
          .evaluateAll(
            (all) => (all as HTMLImageElement[]).filter((image) => image.naturalWidth > 600).length,
          ),
      )
      .toBe(1)
    await look(page, 'parked-applied-edited')
    await button(page.getByRole('main'), '知道了').click()
    await button(page.getByRole('main'), '知道了').waitFor({ state: 'detached' })
    await worker.restart('/records')
    await row(worker.page, /路灯不亮/)
      .first()
      .waitFor()
    expect(await worker.page.getByRole('heading', { name: '交值班长裁决的' }).count()).toBe(0)
    await worker.page
      .getByText(/^交值班长/)
      .first()
      .click()
    await row(worker.page, /新记录 · 路灯不亮/).waitFor()
  })
})

describe('a step that comes too late', () => {
  it('is parked at the desk, and declined there without a connection', async () => {
    await worker.restart('/')
    await report(worker.page, second, ['jinggai', /井盖缺损移位/])
    await expect.poll(async () => (await kept(second)).length, { timeout: 30_000 }).toBe(1)
    const { id } = (await kept(second))[0]!
    await worker.page.goto(`${server.url}/records/${id}`)
    await worker.page.getByText(second).waitFor()
    await worker.goOffline()
    await button(worker.page, '撤回').click()
    const sheet = worker.page.getByRole('dialog').last()
    await sheet.getByRole('textbox').fill(whyWithdrawn)
    await sheet.getByRole('button', { name: '撤回' }).click()
    await supervisor.page.goto(`${server.url}/desk/reports/${id}?tab=all`)
    await supervisor.page.getByText(second).waitFor({ timeout: 30_000 })
    // A report is decided on once it has been before the eyes for a moment.
    await supervisor.page
      .getByRole('region', { name: /^事项 / })
      .locator('footer[aria-busy=false]')
      .waitFor()
    await supervisor.page.keyboard.press('a')
    await expect
      .poll(async () => (await kept(second))[0]?.standing, { timeout: 30_000 })
      .toBe('accepted')
    await worker.goOnline()
    await syncNow(worker)

    const { page } = supervisor
    await page.goto(`${server.url}/desk/parked`)
    await row(page, /撤回 · 井盖缺损移位/).click()
    await page.getByText(whyWithdrawn).waitFor()
    await supervisor.goOffline()
    await page.keyboard.press('w')
    await page.getByRole('form', { name: '不采纳' }).getByRole('textbox').fill(whyDeclined)
    await page.keyboard.press('Control+Enter')
    await row(page, /撤回 · 井盖缺损移位/).waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: /已裁决/ }).click()
    await row(page, /撤回 · 井盖缺损移位/).click()
    await page.getByText('裁决已存本机，等待上传').waitFor()
    await supervisor.goOnline()
    await page.getByText('本人还没看到结果').waitFor({ timeout: 60_000 })
  })

  it('is shown on the record with the reason, and its words can be handed in again', async () => {
    await syncNow(worker)
    await worker.page
      .getByText(/在线 · 1条需留意/)
      .first()
      .waitFor({ timeout: 60_000 })
    const { id } = (await kept(second))[0]!
    const page = await worker.restart(`/records/${id}`)
    await page.getByText('李书记（示例）没有采纳').waitFor({ timeout: 30_000 })
    await page.getByText(`理由：${whyDeclined}`).waitFor()
    await look(page, 'record-step-declined')
    await button(page, '重新提交').click()
    const sheet = page.getByRole('dialog').last()
    await expect.poll(() => sheet.getByRole('textbox').inputValue()).toBe(whyWithdrawn)
    await sheet.getByRole('button', { name: '备注' }).click()
    await expect
      .poll(async () => (await kept(second))[0]?.steps.at(-1), { timeout: 30_000 })
      .toMatchObject({ type: 'note', comment: whyWithdrawn })
    await button(page.getByRole('main'), '知道了').click()
    await expect
      .poll(() => supervisor.page.getByText('本人已看到结果').count(), { timeout: 60_000 })
      .toBe(1)
  })
})

it('nothing was doubled, and no console, no other host, no policy had anything to tell', async () => {
  expect([(await kept(edited)).length, (await kept(second)).length]).toEqual([1, 1])
  expect([[worker, supervisor].flatMap((person) => person.trouble.take()), server.errors]).toEqual([
    [],
    [],
  ])
})
