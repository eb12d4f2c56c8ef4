// A report is altered by two people, or by one on two phones: nobody's older form takes back what
// others did meanwhile, and nothing goes in silence.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { button, chooseType, noteField, photoTiles, pickPhotos, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let author: Person
let elsewhere: Person
let supervisor: Person
let photos: PhotoFile[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 2)
  author = await aPerson(browser, server, 'worker1')
  elsewhere = await aPerson(browser, server, 'worker1')
  supervisor = await aPerson(browser, server, 'secretary', { ...office, keepsApp: true })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const kept = async (id: ReportId): Promise<Report> =>
  (await server.reports()).find((each) => each.id === id)!
const saved = (page: Page) => page.getByText('已存本机', { exact: true }).first().waitFor()
const amend = (person: Person, id: ReportId) => person.restart(`/report?amend=${id}`)
const draftKept = (page: Page) =>
  page
    .getByText(/草稿.*已存本机/)
    .first()
    .waitFor()

/** A fresh report of the author, at the server. */
async function aReport(note: string): Promise<ReportId> {
  const page = await author.restart('/report')
  await pickPhotos(page, photos.slice(0, 1))
  await photoTiles(page).first().waitFor()
  await chooseType(page, 'ldbl', /路灯不亮/)
  await noteField(page).fill(note)
  await saveButton(page).click()
  await saved(page)
  const found = async () =>
    (await server.reports()).find((each) => each.note === note && (each.arrived?.length ?? 0) > 1)
  await expect.poll(found, { timeout: 30_000 }).toBeTruthy()
  return (await found())!.id
}

/** Graded critical, then sent back. */
async function gradeAndReturn(id: ReportId, why: string): Promise<void> {
  const { page } = supervisor
  await page.goto(`${server.url}/desk/reports/${id}?tab=all`)
  const panel = page.getByRole('region', { name: /^事项 / })
  await panel.locator('footer[aria-busy=false]').waitFor()
  await panel.getByText('更正类型和等级').click()
  await panel.getByRole('radiogroup', { name: '严重程度' }).getByText('紧急').click()
  await page.keyboard.press('b')
  const form = page.getByRole('form', { name: '退回补正' })
  await form.getByRole('textbox').fill(why)
  await form.getByRole('button', { name: /^退回补正/ }).click()
  await expect
    .poll(
      async () => {
        const { standing, body } = await kept(id)
        return [standing, body.severity]
      },
      { timeout: 30_000 },
    )
    .toEqual(['returned', 'critical'])
}

describe('an amendment that was begun before others altered the report', () => {
  it(
    'on the author’s second phone shows both words, keeps the photo put in there, and loses neither word',
    { timeout: 120_000 },
    async () => {
      const id = await aReport('两部手机')
      let page = await amend(author, id)
      await noteField(page).fill('旧手机写的')
      await draftKept(page)
      await author.goOffline()
      await page.goto('about:blank')

      const other = await amend(elsewhere, id)
      await noteField(other).fill('新手机写的')
      await button(other, '加拍').click()
      await pickPhotos(other, photos.slice(1, 2))
      await expect.poll(() => photoTiles(other).count()).toBe(2)
      await saveButton(other).click()
      await saved(other)
      await expect
        .poll(
          async () => {
            const { note, photos: here } = await kept(id)
            return [note, here.length]
          },
          { timeout: 30_000 },
        )
        .toEqual(['新手机写的', 2])

      await author.goOnline()
      page = await amend(author, id)
      const clash = page.getByRole('group', { name: /改了|改过/ })
      await clash.getByText('现在是：新手机写的').waitFor({ timeout: 30_000 })
      await clash.getByText('您写的：旧手机写的').waitFor()
      await expect.poll(() => photoTiles(page).count()).toBe(2)
      await button(clash, '用我写的').click()
      await saveButton(page).click()
      await saved(page)
      await expect
        .poll(
          async () => {
            const { note, photos: here } = await kept(id)
            return [note, here.length]
          },
          { timeout: 30_000 },
        )
        .toEqual(['旧手机写的', 2])
      page = await author.restart(`/records/${id}`)
      await page.getByText('新手机写的').first().waitFor({ timeout: 30_000 })
    },
  )

  it(
    'leaves the grade that a supervisor gave it meanwhile, and answers what it was sent back for',
    { timeout: 120_000 },
    async () => {
      const id = await aReport('值班长改过的')
      let page = await amend(author, id)
      await noteField(page).fill('灯杆在三号门东侧')
      await draftKept(page)
      await page.goto('about:blank')
      await gradeAndReturn(id, '请写明在哪一侧')
      page = await amend(author, id)
      await page.getByText('请写明在哪一侧').waitFor({ timeout: 30_000 })
      expect(await noteField(page).inputValue()).toBe('灯杆在三号门东侧')
      await saveButton(page).click()
      await saved(page)
      await expect
        .poll(
          async () => {
            const { standing, note, body } = await kept(id)
            return [standing, note, body.severity]
          },
          { timeout: 30_000 },
        )
        .toEqual(['reported', '灯杆在三号门东侧', 'critical'])
    },
  )

  it(
    'and stands open while the other alteration comes in takes it up under the eyes of its author',
    { timeout: 120_000, tags: 'long' },
    async () => {
      const id = await aReport('开着的表')
      const page = await amend(author, id)
      await noteField(page).fill('开着时写的')
      await draftKept(page)
      const other = await amend(elsewhere, id)
      await noteField(other).fill('另一部写的')
      await saveButton(other).click()
      await saved(other)
      const clash = page.getByRole('group', { name: /改了|改过/ })
      await clash.getByText('现在是：另一部写的').waitFor({ timeout: 30_000 })
      await saveButton(page).click()
      await saved(page)
      await expect.poll(async () => (await kept(id)).note, { timeout: 30_000 }).toBe('开着时写的')
      const { steps } = await kept(id)
      expect(
        steps.some((step) => step.comment === '另一部写的'),
        'the words that were overwritten stand beside them',
      ).toBe(true)
    },
  )
})

it(
  'a step that was written down by somebody whose role has ended meanwhile is not taken, and is not lost',
  { timeout: 120_000 },
  async () => {
    const id = await aReport('角色变了')
    const { page } = supervisor
    await page.goto(`${server.url}/desk/reports/${id}?tab=all`)
    await page
      .getByRole('region', { name: /^事项 / })
      .locator('footer[aria-busy=false]')
      .waitFor()
    await page.keyboard.press('b')
    const form = page.getByRole('form', { name: '退回补正' })
    await form.getByRole('textbox').fill('补一张近照')
    await supervisor.goOffline()
    await form.getByRole('button', { name: /^退回补正/ }).click()
    await page
      .getByText(/退回补正/)
      .first()
      .waitFor()
    await server.setMember(cast.secretary, { roles: ['volunteer'] })
    await supervisor.goOnline()
    const parked = async () => (await server.parked()).filter((each) => each.concerns?.row === id)
    await expect.poll(parked, { timeout: 30_000 }).toMatchObject([
      {
        by: cast.secretary,
        standing: 'open',
        content: { step: { type: 'return', comment: '补一张近照' } },
      },
    ])
    expect((await kept(id)).standing).toBe('reported')
    await supervisor.restart('/records')
    await supervisor.page
      .getByText(/1条需留意/)
      .first()
      .waitFor({ timeout: 30_000 })
    // The desk that still stood open has asked for what is no longer theirs to see.
    expect(
      supervisor.trouble
        .take()
        .filter((line) => !/403 \(Forbidden\).+\/api\/(incidents|members\/devices)\)/.test(line)),
    ).toEqual([])
  },
)

it('no console, no other host, no policy had anything to tell', () => {
  expect([
    [author, elsewhere, supervisor].flatMap((person) => person.trouble.take()),
    server.errors,
  ]).toEqual([[], []])
})
