// How many taps a task takes, from Today to what is kept; a tap more is a change of the design.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { button, saveButton, tab } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Counts what it taps. */
function counting(): { tap: (target: Locator) => Promise<void>; taps: () => number } {
  let count = 0
  return {
    tap: async (target) => {
      await target.click()
      count++
    },
    taps: () => count,
  }
}
const shutter = (page: Page): Locator => button(page, '拍照')
/** Of the camera, which stands over what it was opened from. */
const inCamera = (page: Page): Locator => page.getByRole('dialog').last()

describe('from Today', () => {
  it('a hazard with a photo takes 4', async () => {
    const page = await worker.restart()
    const { tap, taps } = counting()
    await tap(tab(page, /上报/))
    await tap(shutter(page))
    await tap(inCamera(page).getByRole('radio').first())
    await tap(saveButton(page))
    await page.getByText('已存本机', { exact: true }).waitFor()
    expect(taps()).toBe(4)
  })

  it('nobody home takes 2, is told by the name of the door, and can be taken back', async () => {
    const page = await worker.restart()
    const { tap, taps } = counting()
    const count = page.locator('.visits .count')
    const before = await count.innerText()
    await tap(page.getByRole('link', { name: /^\d+号楼\d单元\d+/ }).first())
    await tap(button(page, '没人在家'))
    await page.getByText(/^\d+号楼\d单元\d+ · 没人在家，已存本机$/).waitFor()
    expect(taps()).toBe(2)
    await page
      .getByText(/^今天\d\d:\d\d 没人在家 · 再访$/)
      .first()
      .waitFor()
    await expect.poll(() => count.innerText()).not.toBe(before)
    await button(page, '撤销').click()
    await page.getByText('有一份没存完的走访').waitFor()
    await expect.poll(() => count.innerText()).toBe(before)
  })

  it('an order is done with a photo after 4, without being taken up first', async () => {
    const handler = await aPerson(browser, server, 'property')
    const mine = (await server.reports()).find(
      (each) =>
        each.standing === 'dispatched' &&
        each.steps.findLast((step) => step.type === 'dispatch')?.handlerId === cast.property,
    )
    const page = await handler.restart()
    const { tap, taps } = counting()
    await tap(page.locator(`a[href$="/records/${mine!.id}"]`).first())
    await tap(button(page, '处置完成'))
    await tap(shutter(page))
    await tap(inCamera(page).getByRole('button', { name: '处置完成' }))
    await page.getByRole('dialog').first().waitFor({ state: 'detached' })
    expect(await button(page, '关闭相机').count(), 'no camera opens after it').toBe(0)
    await expect
      .poll(async () => (await server.reports()).find((each) => each.id === mine!.id)?.standing, {
        timeout: 30_000,
      })
      .toBe('resolved')
    expect(taps()).toBe(4)
    await handler.context.close()
  })

  it('the answer to what was sent back for a photo takes 3', async () => {
    const returned = (await server.reports()).find(
      (each) => each.standing === 'returned' && each.steps.at(-1)?.marks?.photos.length,
    )
    const author = await aPerson(browser, server, returned!.by)
    const page = await author.restart()
    const { tap, taps } = counting()
    await tap(button(page, '补拍').first())
    await tap(shutter(page))
    const send = inCamera(page).getByRole('button', { name: '补正重报' })
    await tap(send)
    // A finger that trembles taps twice.
    await send.click({ timeout: 200 }).catch(() => undefined)
    await expect
      .poll(
        async () => (await server.reports()).find((each) => each.id === returned!.id)?.standing,
        { timeout: 30_000 },
      )
      .toBe('reported')
    expect(taps()).toBe(3)
    const answered = (await server.reports()).find((each) => each.id === returned!.id)!
    expect(answered.steps.filter(({ type }) => type === 'amend')).toHaveLength(1)
    await author.context.close()
  })

  it('withdrawing takes 3, with a reason to choose, from the record', async () => {
    const mine = (await server.reports()).find(
      (each) => each.by === cast.worker1 && each.standing === 'reported' && each.kind === 'hazard',
    )
    const page = await worker.restart(`/records/${mine!.id}`)
    const { tap, taps } = counting()
    await tap(button(page, '撤回'))
    const sheet = page.getByRole('dialog')
    await tap(sheet.getByRole('radio', { name: '报重了' }))
    await tap(sheet.getByRole('button', { name: '撤回' }))
    await expect
      .poll(async () => (await server.reports()).find((each) => each.id === mine!.id)?.standing, {
        timeout: 30_000,
      })
      .toBe('withdrawn')
    expect(taps()).toBe(3)
  })
})

it('a visit whose page is closed while it could still be taken back is there, and is sent', async () => {
  const notHome = async () =>
    (await server.reports()).filter(
      (each) => each.by === cast.worker1 && each.body.result === 'not_home',
    ).length
  const before = await notHome()
  const page = await worker.restart()
  await page
    .getByRole('link', { name: /^\d+号楼\d单元\d+/ })
    .first()
    .click()
  await button(page, '没人在家').click()
  await page.getByText(/ · 没人在家，已存本机$/).waitFor()
  await page.close()
  await worker.restart()
  await expect.poll(notHome, { timeout: 30_000 }).toBe(before + 1)
})
