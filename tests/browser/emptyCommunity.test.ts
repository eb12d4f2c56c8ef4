// The first run without a demo: its administrator is told what is there, and nothing is offered
// that cannot be done.
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

describe('the administrator of an empty community', () => {
  it('names it, and reads what works, what does not and how places come in', async () => {
    const [{ id }] = (await server.members()) as unknown as [{ id: never }]
    admin = await aPerson(browser, server, id, office)
    const { page } = admin
    await page.goto(`${server.url}/desk/members`)
    await page.getByText(/还是空的/).waitFor()
    await look(page, 'empty-members')
    await button(page, '改名').click()
    await page.getByLabel('社区名称').fill('望江里社区')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '望江里社区' }).waitFor()
    await page.locator('.community').getByText('望江里社区').first().waitFor()
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
  })

  it('meets no error on the way', () => {
    expect([admin.trouble.take(), server.errors]).toEqual([[], []])
  })
})
