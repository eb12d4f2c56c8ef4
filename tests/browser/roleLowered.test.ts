// A member's role is lowered while their form is open: what they save then is kept whole, and they
// are told why it was not applied.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MemberId } from '#domain/ids.ts'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { chooseType, noteField, photoTiles, pickPhotos, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Role, type Server } from './stage.ts'

let browser: Browser
let server: Server
let photos: PhotoFile[]
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 2)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function aFilledForm(role: Role, note: string) {
  const person = await aPerson(browser, server, role)
  const page = await person.restart('/report')
  await pickPhotos(page, photos.splice(0, 1))
  await photoTiles(page).first().waitFor()
  await chooseType(page, 'ldbl', /路灯不亮/)
  await noteField(page).fill(note)
  return person
}

/** As the phone was told. */
const rolesOn = (page: Page, member: MemberId): Promise<string[]> =>
  page.evaluate(async (id) => {
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error!)
      })
    const { name } = (await indexedDB.databases()).find((each) =>
      each.name?.startsWith('gridwalk-cache-'),
    )!
    const database = await answerOf(indexedDB.open(name!))
    const rows = await answerOf(database.transaction('row').objectStore('row').getAll())
    database.close()
    return (rows as { t: string; id: string; f: { roles: string[] } }[]).find(
      (row) => row.t === 'member' && row.id === id,
    )!.f.roles
  }, member)

/** Parked whole at the server, and shown to its author with the reason. */
async function isKept(page: Page, note: string): Promise<void> {
  const parked = async () => (await server.parked()).find(({ content }) => contains(content, note))
  await expect.poll(parked, { timeout: 60_000 }).toMatchObject({
    fault: { code: 'notAllowed' },
    content: { op: 'create', set: { note, body: { type: 'light_out' }, photos: [{}] } },
  })
  expect((await server.reports()).some((report) => report.note === note)).toBe(false)
  await page.getByRole('heading', { name: '交值班长裁决的' }).waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: /新记录 · 路灯不亮/ }).click()
  await page.getByText('您的角色或网格当时不能做这一步，由值班长裁决。').waitFor()
  await page.getByText(note).waitFor()
}
const contains = (content: unknown, note: string): boolean =>
  JSON.stringify(content ?? null).includes(note)

it('known by then: the form stays filled, saving warns, and nothing is lost', async () => {
  const note = '刚改成处置人员时写的'
  const person = await aFilledForm('worker1', note)
  await server.setMember(cast.worker1, { roles: ['handler'] })
  await person.goOffline()
  await person.goOnline()
  await expect
    .poll(() => rolesOn(person.page, cast.worker1), { timeout: 30_000 })
    .toEqual(['handler'])
  expect(await noteField(person.page).inputValue()).toBe(note)
  await saveButton(person.page).click()
  // By now another screen is open.
  await person.page
    .getByText(/^已保存，会照常上传，但可能要由值班长裁决：您的角色或网格不能做/)
    .waitFor()
  await noteField(person.page).waitFor({ state: 'detached' })
  await isKept(await person.restart('/records'), note)
  expect([person.trouble.take(), server.errors]).toEqual([[], []])
})

it('not known yet: what was saved offline is kept with the reason', async () => {
  const note = '没有信号时写的'
  const person = await aFilledForm('worker2', note)
  await person.goOffline()
  await server.setMember(cast.worker2, { roles: ['handler'] })
  await saveButton(person.page).click()
  await person.page.getByText('已存本机', { exact: true }).first().waitFor()
  await person.goOnline()
  await isKept(await person.restart('/records'), note)
  expect([person.trouble.take(), server.errors]).toEqual([[], []])
})
