// A community from nothing: its administrator is led through name, grids and places with a table
// that nobody prepared for it; before that, nothing is offered that cannot be done, and afterwards
// a grid worker walks what was imported.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import {
  button,
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
let admin: Person
let photos: PhotoFile[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer({ isEmpty: true }), aBrowser()])
  photos = await photosOf(browser, 1)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/**
 * As a property office keeps it: its own headings, a title of the person who signs for it, no codes
 * and no coordinates, sixteen buildings of two stairwells and six doors each, and a row too many.
 */
const officeTable = [
  '序号,网格员片区,楼栋号,单元,房间号,建成年份',
  ...Array.from({ length: 16 }, (_, b) => b + 1).flatMap((building) =>
    [1, 2].flatMap((stairwell) =>
      [101, 102, 201, 202, 301, 302].map(
        (door, at) =>
          `${at + 1},第${'一二三四'[Math.floor((building - 1) / 4)]}网格,${building}号楼,${stairwell}单元,${door}室,1998`,
      ),
    ),
  ),
].join('\r\n')

describe('the administrator of an empty community', () => {
  it('is led to its first steps and names it', async () => {
    const [{ id }] = (await server.members()) as unknown as [{ id: never }]
    admin = await aPerson(browser, server, id, office)
    const { page } = admin
    await page.goto(`${server.url}/desk/members`)
    await page.getByText(/还是空的/).waitFor()
    await page.getByRole('button', { name: '开始建社区' }).click()
    const steps = page.getByRole('region', { name: '先把社区建起来' })
    await steps.waitFor()
    await look(page, 'empty-steps')
    await steps.getByRole('button', { name: '改名' }).click()
    await page.getByLabel('名称', { exact: true }).fill('望江里社区')
    await page.getByRole('button', { name: '保存' }).click()
    await steps.getByText('望江里社区').waitFor()
    expect(await page.getByText('社区 / Community').count()).toBe(0)
  })

  it('is offered no patrol, sees why the map is blank, and saves a hazard with a few words about where it is', async () => {
    const [member] = await server.members()
    await server.setMember(member!.id, { roles: ['admin', 'gridWorker'] })
    const worker = await aPerson(browser, server, member!.id, {
      geolocation: undefined,
      permissions: ['camera'],
    })
    const { page } = worker
    await page.getByText(/还没有巡查点位/).waitFor()
    expect(await button(page, '开始巡查').count()).toBe(0)
    await look(page, 'empty-today')
    await tab(page, /地图/).click()
    await page.getByText(/地图是空白的/).waitFor()
    await look(page, 'empty-map')
    await tab(page, /上报/).click()
    await pickPhotos(page, photos)
    await expect.poll(() => photoTiles(page).count()).toBe(1)
    await chooseType(page, 'ldbl', /路灯不亮/)
    await noteField(page).fill('整盏不亮')
    await saveButton(page).click()
    await page.getByRole('button', { name: /^地点：/ }).click()
    const sheet = page.getByRole('dialog')
    await look(page, 'empty-place')
    await sheet.getByLabel(/用文字说明地点/).fill('南门外第二棵树旁')
    await sheet.getByRole('button', { name: '好了' }).click()
    await saveButton(page).click()
    await page.getByText('已存本机', { exact: true }).waitFor()
    await expect
      .poll(
        async () =>
          (await server.reports()).map((report) => [
            report.note,
            report.body.location,
            report.standing,
          ]),
        { timeout: 30_000 },
      )
      .toEqual([['整盏不亮', '南门外第二棵树旁', 'reported']])
    await worker.context.close()
  })

  it('imports a table of sixteen buildings that nobody prepared for it', async () => {
    const { page } = admin
    await page.getByRole('button', { name: '导入地点' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择文件' }).click()
    await (
      await chooser
    ).setFiles({
      name: '楼栋住户.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(new TextEncoder().encode(officeTable)),
    })
    const preview = page.getByRole('region', { name: '导入后会怎样' })
    await preview.waitFor()
    // 16 buildings, 32 stairwells, 192 dwellings; the column of the grids is told by a person.
    await expect.poll(() => preview.locator('[data-of=place]').innerText()).toMatch(/240/)
    await page.getByLabel('网格员片区').selectOption('网格')
    await expect.poll(() => preview.locator('[data-of=grid]').innerText()).toMatch(/4\s*新增/)
    await look(page, 'import-preview')
    await page.getByRole('button', { name: /^导入\d+行$/ }).click()
    await page
      .getByText(/已导入/)
      .first()
      .waitFor()
    await page.getByText('3号楼2单元', { exact: true }).first().waitFor()
    await look(page, 'plan')
    const places = await server.places()
    expect(places.length).toBe(240)
    expect(places.find(({ code }) => code === '3-2-201')).toMatchObject({
      type: 'dwelling',
      name: '3号楼2单元201',
      isUnplaced: true,
    })
  })

  it('hands it to a grid worker, who finds a door by its code and walks the stairwells', async () => {
    const [member] = await server.members()
    const worker = await aPerson(browser, server, member!.id, { geolocation: undefined })
    const { page } = worker
    await button(page, '开始巡查').first().waitFor()
    await look(page, 'imported-today')
    expect(worker.trouble.take()).toEqual([])
  })

  it('takes the import back, and the plan is as it was', async () => {
    const { page } = admin
    const log = page.getByRole('region', { name: '最近的改动' })
    await log.getByRole('button', { name: '撤销' }).first().click()
    await page.getByRole('alertdialog').getByRole('button', { name: '撤销' }).click()
    await expect
      .poll(async () => (await server.places()).filter(({ retiredAt }) => !retiredAt).length)
      .toBe(0)
  })

  it('meets no error on the way', () => {
    expect([admin.trouble.take(), server.errors]).toEqual([[], []])
  })
})
