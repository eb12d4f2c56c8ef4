// Without a pointer: what people do every day, with Tab, the arrows, Enter, Space and Escape. The
// focus is looked at after every key (byKeyboard.ts).
// @module-tag long
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import type { Report } from '#domain/report.ts'
import type { Status } from '#domain/step.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { byKeyboard, type Keyboard } from './byKeyboard.ts'
import { button, noteField, patrolButton, photoTiles, saveButton, tab } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let supervisor: Person
let photos: PhotoFile[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 1, [800, 600])
  ;[worker, supervisor] = [
    await aPerson(browser, server, 'worker1'),
    await aPerson(browser, server, 'secretary', office),
  ]
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const dialog = (page: Page) => page.getByRole('dialog')
const reportOf = async (id: string): Promise<Report | undefined> =>
  (await server.reports()).find((report) => report.id === id)
const standing = (id: string, wanted: Status) =>
  expect.poll(async () => (await reportOf(id))?.standing, { timeout: 30_000 }).toBe(wanted)
/** A decision leaves once it can no longer be taken back: all of them are waited for together. */
const later: (() => Promise<void>)[] = []
/** Everywhere the focus was. */
const wasSeen = (keyboard: Keyboard) => expect(keyboard.troubles()).toEqual([])

describe('in the field', () => {
  it('a hazard is reported: photo from the gallery, type, place, note', async () => {
    const page = await worker.restart()
    const keys = byKeyboard(page)
    page.on('filechooser', (chooser) => void chooser.setFiles(photos))
    await keys.act(tab(page, /上报/))
    await keys.act(button(dialog(page), '从相册'))
    await photoTiles(page).first().waitFor()
    await keys.isOn(button(page, '加拍'))
    await keys.to(page.getByRole('radio').first())
    await keys.press('Space')
    await expect.poll(() => page.getByRole('radio', { checked: true }).count()).toBe(1)
    const place = button(page, /^地点：/)
    await keys.act(place)
    await keys.isOn(dialog(page))
    await keys.press('Escape')
    await keys.isOn(place)
    await keys.press('Enter')
    await keys.to(dialog(page).getByRole('searchbox'))
    await keys.type('104')
    await keys.to(button(dialog(page), /灯杆 W-104/).first())
    await keys.press('Enter')
    await keys.isOn(place)
    expect(await place.getAttribute('aria-label')).toContain('W-104')
    await keys.to(noteField(page))
    await keys.type('只用键盘写的')
    await keys.act(saveButton(page))
    await page.getByText('已存本机', { exact: true }).waitFor()
    await keys.isOn(heading(page).filter({ hasText: '今日' }))
    await expect
      .poll(async () => (await server.reports()).filter(({ note }) => note === '只用键盘写的'), {
        timeout: 30_000,
      })
      .toMatchObject([{ placeId: 'p-W-104', photos: [{}] }])
    wasSeen(keys)
  })

  it('a visit finds nobody home', async () => {
    const page = await worker.restart()
    const keys = byKeyboard(page)
    await keys.act(page.getByRole('link', { name: /^\d+号楼\d单元\d+/ }).first())
    await keys.isOn(heading(page).filter({ hasText: '走访' }))
    await keys.act(button(page, '没人在家'))
    await page.getByText(/ · 没人在家，已存本机$/).waitFor()
    await keys.isOn(heading(page).filter({ hasText: '今日' }))
    wasSeen(keys)
  })

  it('a point of a patrol is fine, and the next one is in hand', async () => {
    const page = await worker.restart()
    const keys = byKeyboard(page)
    await keys.act(patrolButton(page))
    await keys.isOn(heading(page).filter({ hasText: '巡查 · ' }))
    for (const checked of [1, 2]) {
      await keys.act(button(page, /^正常/))
      await page
        .getByText(new RegExp(`^${checked}\\s*/ \\d+\\s*点位已查$`))
        .first()
        .waitFor()
      await keys.isOn(button(page, /^正常/))
    }
    wasSeen(keys)
  })

  it('a report is withdrawn, and a note thought better of', async () => {
    const mine = (await server.reports()).find(
      (each) => each.by === cast.worker1 && each.standing === 'reported' && each.photos.length > 0,
    )!
    const page = await worker.restart(`/records/${mine.id}`)
    const keys = byKeyboard(page)
    await keys.act(button(page, '加备注'))
    await keys.isOn(dialog(page))
    await keys.to(button(dialog(page), '关闭'))
    await keys.press('Space')
    await keys.isOn(button(page, '加备注'))
    await keys.to(button(page, '撤回'))
    await keys.press('Enter')
    await keys.to(dialog(page).getByRole('radio').first())
    await keys.press('Space')
    await keys.act(button(dialog(page), '撤回'))
    await dialog(page).waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(() => document.activeElement !== document.body))
      .toBe(true)
    await keys.to(button(page, '返回'), 'Shift+Tab')
    wasSeen(keys)
    later.push(() => standing(mine.id, 'withdrawn'))
  })

  it('a handler begins the work', async () => {
    const order = (await server.reports()).find(
      (each) =>
        each.standing === 'dispatched' &&
        each.steps.findLast(({ type }) => type === 'dispatch')?.handlerId === cast.property,
    )!
    const handler = await aPerson(browser, server, 'property')
    const page = await handler.restart()
    const keys = byKeyboard(page)
    await keys.act(page.locator(`a[href$="/records/${order.id}"]`).first())
    await keys.isOn(heading(page))
    await keys.act(button(page, '开始处置'))
    // What stands in its place is what comes next.
    await keys.isOn(button(page, '处置完成'))
    wasSeen(keys)
    later.push(() => standing(order.id, 'inProgress'))
  })
})

describe('at the desk', () => {
  const panel = (page: Page) => page.getByRole('region', { name: /^(事项|需裁决)/ })
  const ready = (page: Page) => panel(page).locator('footer[aria-busy=false]').waitFor()
  /** Whose decision may still be on its way. */
  const decided = new Set<string>()
  async function open(wanted: Status): Promise<{ id: string; page: Page; keys: Keyboard }> {
    const { id } = (await server.reports()).find(
      (each) =>
        each.kind === 'hazard' &&
        each.standing === wanted &&
        !decided.has(each.id) &&
        !each.steps.some(({ by }) => by === cast.secretary),
    )!
    decided.add(id)
    const page = await supervisor.restart(`/desk/reports/${id}?tab=all`)
    await ready(page)
    return { id, page, keys: byKeyboard(page) }
  }

  it('a report is opened, left and accepted', async () => {
    const { id, page, keys } = await open('reported')
    await keys.act(button(panel(page), '关闭'))
    const row = page.locator(`a[href*="${id}"]`)
    await keys.isOn(row)
    await keys.press('Enter')
    await ready(page)
    await keys.act(panel(page).getByRole('button', { name: '受理', exact: true }))
    // To whom it goes is asked next, of the same report.
    await keys.isOn(page.getByRole('form').getByRole('radio').first())
    expect(page.url()).toContain(id)
    wasSeen(keys)
    later.push(() => standing(id, 'accepted'))
  })

  it('a report is sent back with a reason', async () => {
    const { id, page, keys } = await open('reported')
    await keys.act(button(panel(page), '退回补正'))
    await keys.to(page.getByRole('form').getByRole('textbox'))
    await keys.press('Escape')
    await keys.act(button(panel(page), '退回补正'))
    await keys.to(page.getByRole('form').getByRole('textbox'))
    await keys.type('请补拍一张')
    await keys.act(page.getByRole('form').getByRole('button', { name: '退回补正' }))
    await expect.poll(() => page.url()).not.toContain(id)
    await keys.isOn(panel(page).getByRole('heading', { level: 2 }).first())
    wasSeen(keys)
    later.push(() => standing(id, 'returned'))
  })

  it('a report is dispatched to a handler', async () => {
    const { id, page, keys } = await open('accepted')
    await keys.act(button(panel(page), '派遣'))
    const form = page.getByRole('form')
    await keys.isOn(form.getByRole('radio').first())
    await keys.press('Space')
    await form.getByRole('radio', { checked: true }).waitFor()
    await keys.act(form.getByRole('button', { name: '派遣' }))
    await expect.poll(() => page.url()).not.toContain(id)
    wasSeen(keys)
    later.push(() => standing(id, 'dispatched'))
  })

  it('a report is closed', async () => {
    const { id, page, keys } = await open('resolved')
    await keys.act(button(panel(page), '确认结案'))
    await expect.poll(() => page.url()).not.toContain(id)
    wasSeen(keys)
    later.push(() => standing(id, 'closed'))
  })

  it('parked work is declined', async () => {
    const page = await supervisor.restart('/desk/parked')
    const keys = byKeyboard(page)
    await keys.act(page.locator('a[href*="/desk/parked/"]').first())
    await keys.act(button(panel(page), '不采纳'))
    await keys.to(page.getByRole('form').getByRole('textbox'))
    await keys.type('重复了')
    await keys.act(page.getByRole('form').getByRole('button', { name: '不采纳' }))
    wasSeen(keys)
    later.push(() =>
      expect
        .poll(async () => (await server.parked()).map(({ reason }) => reason), { timeout: 30_000 })
        .toContain('重复了'),
    )
  })

  it('a member is added and invited', async () => {
    const page = await supervisor.restart('/desk/members')
    const keys = byKeyboard(page)
    const add = button(page, '添加人员')
    await keys.act(add)
    await keys.isOn(dialog(page))
    await keys.press('Escape')
    await keys.isOn(add)
    await keys.press('Enter')
    await keys.to(dialog(page).getByRole('textbox'))
    await keys.type('键盘员')
    for (const name of ['志愿者', /第一网格/]) {
      const box = dialog(page).getByRole('checkbox', { name }).first()
      await keys.to(box)
      await keys.press('Space')
      expect(await box.isChecked(), String(name)).toBe(true)
    }
    await keys.act(button(dialog(page), '添加并邀请'))
    await dialog(page).getByRole('img').first().waitFor()
    await keys.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await expect
      .poll(async () => (await server.members()).some(({ name }) => name === '键盘员'))
      .toBe(true)
    wasSeen(keys)
  })
})

it('all of it arrives', async () => {
  expect(later).toHaveLength(7)
  for (const each of later) await each()
})

it('meets no error on the way', () => {
  expect([worker.trouble.take(), supervisor.trouble.take(), server.errors]).toEqual([[], [], []])
})
