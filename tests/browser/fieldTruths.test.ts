// What the field's screens say of what they know: a photo out of reach, how far a report lies from
// the place that was chosen, who is found by which letters, and what is in whose way.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { meaningOf } from '#domain/status.ts'
import { spellingOf } from '#kinds/hazard/hazardSpellings.ts'
import { hazardTypeOf } from '#kinds/hazard/hazardTypes.ts'
import { photosOf } from './aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  noteField,
  photoTiles,
  pickPhotos,
  saveButton,
} from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, phone, type Server } from './stage.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const hazards = async (): Promise<Report[]> =>
  (await server.reports()).filter(({ kind, gridId }) => kind === 'hazard' && gridId === 'g-1')

describe('a photo that the server has', () => {
  it('is out of reach without a network, not on its way, and comes with the network', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const report = (await hazards()).find(
      ({ photos, arrived }) =>
        photos.length > 0 && photos.every(({ hash }) => arrived?.includes(hash)),
    )!
    await worker.goOffline()
    const page = await worker.restart(`/records/${report.id}`)
    await page.getByText('离线，暂时看不到').first().waitFor()
    await look(page, 'photo-offline')
    expect(await page.getByText('未到', { exact: true }).count()).toBe(0)
    await worker.goOnline()
    await expect.poll(() => page.getByText('离线，暂时看不到').count(), { timeout: 30_000 }).toBe(0)
    await expect
      .poll(() => page.locator('.gw-photo-tile img').count())
      .toBeGreaterThanOrEqual(report.photos.length)
    await worker.context.close()
  })
})

describe('whether it was reported before', () => {
  it('is asked from the place in the form, wherever the phone is', async () => {
    const open = (await hazards()).filter(
      ({ standing, position, placeId, capturedAt }) =>
        meaningOf(standing).group !== 'done' &&
        position !== undefined &&
        placeId !== undefined &&
        capturedAt > Date.now() - 6 * 86_400_000,
    )
    const places = (await server.places()).filter(({ code }) => code !== '')
    const byId = new Map(places.map((place) => [place.id, place]))
    const metresOf = (report: Report, place: (typeof places)[number]) =>
      Math.round(distanceMetres(report.position!, place))
    const types = (report: Report) => report.body['type'] as string
    const pair = open
      .filter(
        (report) =>
          byId.has(report.placeId!) &&
          open.filter((other) => types(other) === types(report)).length === 1,
      )
      .flatMap((report) => {
        const other = places.find(
          (place) =>
            place.id !== report.placeId &&
            metresOf(report, place) > 1 &&
            metresOf(report, place) < 45,
        )
        return other ? [{ report, other }] : []
      })[0]!
    const worker = await aPerson(browser, server, 'worker1')
    await worker.context.setGeolocation({ latitude: 28.0049, longitude: 123.9949, accuracy: 8 })
    const page = await worker.restart('/report')
    await button(page, '关闭相机').click()
    await chooseType(
      page,
      hazardTypeOf(types(pair.report))!.zh,
      new RegExp(hazardTypeOf(types(pair.report))!.zh),
    )
    const card = page.getByRole('region', { name: '这处可能报过' })
    await choosePlace(page, pair.other.code, new RegExp(pair.other.name))
    const metres = metresOf(pair.report, pair.other)
    await card.getByText(`${metres < 20 ? metres : Math.round(metres / 5) * 5}米`).waitFor()
    await look(page, 'nearby-distance')
    const same = byId.get(pair.report.placeId!)!
    await choosePlace(page, same.code, new RegExp(same.name))
    await card.getByText('同一地点').waitFor()
    await look(page, 'nearby-same')
    await worker.context.close()
  })
})

describe('the list of records', () => {
  it('is searched by pinyin, initials and the names of people', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/records')
    await button(page, '查找记录').click()
    const field = page.getByRole('searchbox')
    const rows = page.getByRole('main').getByRole('link')
    const all = await rows.count()
    await field.fill('陈可')
    await expect.poll(() => rows.count()).toBeGreaterThan(0)
    const byName = await rows.count()
    await field.fill('ck')
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(byName)
    const one = (await hazards()).find(({ by }) => by === 'm-3')!
    const type = hazardTypeOf(one.body['type'] as string)!
    const { pinyin } = spellingOf(type.key)
    for (const typed of [
      pinyin.replaceAll(' ', ''),
      pinyin
        .split(' ')
        .map((syllable) => syllable[0])
        .join(''),
    ]) {
      await field.fill(typed)
      await expect.poll(() => rows.filter({ hasText: type.zh }).count()).toBeGreaterThan(0)
    }
    await field.fill('qqqq')
    await page.getByText('没有符合的记录').waitFor()
    expect(all).toBeGreaterThan(0)
    await worker.context.close()
  })
})

describe('the types to choose from', () => {
  it('stand on one line each, with their sign inside', { tags: 'long' }, async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/report')
    await button(page, '关闭相机').click()
    await chooseType(page, '消防设施缺损', /消防设施缺损/)
    await look(page, 'type-chips')
    const measured = await page.locator('.gw-chips .gw-chip').evaluateAll((chips) =>
      chips.map((chip) => {
        const outer = chip.getBoundingClientRect()
        const icon = chip.querySelector('.gw-icon')!.getBoundingClientRect()
        const word = chip.querySelector('.word')!
        return {
          words: word.textContent,
          lines: Math.round(
            word.getBoundingClientRect().height /
              Number.parseFloat(getComputedStyle(word).lineHeight),
          ),
          air: Math.min(icon.left - outer.left, outer.right - icon.right),
        }
      }),
    )
    expect(measured.length).toBeGreaterThan(3)
    expect(measured.filter(({ lines, air }) => lines > 1 || air < 6)).toEqual([])
    await worker.context.close()
  })
})

describe('what is told in passing', () => {
  const toasts = (page: Page) => page.locator('.gw-toast-host .toast')

  it('is never over what is being written or pressed, two at once, and not for the next person', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/report')
    await pickPhotos(page, await photosOf(browser, 4))
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(4)
    for (let n = 3; n >= 1; n--) {
      await button(page, /^去掉照片/)
        .first()
        .click()
      await expect.poll(() => photoTiles(page).count()).toBe(n)
    }
    await expect.poll(() => toasts(page).count()).toBe(2)
    await look(page, 'toasts-two')
    // A phone so short that the note lies where they stand.
    await page.setViewportSize({ width: 390, height: 640 })
    await noteField(page).focus()
    const meets = () =>
      page.evaluate(() => {
        const field = document.activeElement!.getBoundingClientRect()
        return [...document.querySelectorAll('.gw-toast-host .toast')].some((toast) => {
          const box = toast.getBoundingClientRect()
          return box.top < field.bottom && field.top < box.bottom
        })
      })
    await expect.poll(meets).toBe(false)
    expect(await toasts(page).count()).toBe(2)
    await look(page, 'toasts-writing')
    await page.setViewportSize(phone.viewport)
    await button(page, /^地点：/).click()
    const sheet = page.getByRole('dialog')
    await sheet.waitFor()
    await page.waitForTimeout(700)
    await look(page, 'toasts-sheet')
    const isOver = await page.evaluate(() =>
      [...document.querySelectorAll('[role=dialog] button')].some((each) => {
        const { left, top, width, height } = each.getBoundingClientRect()
        const there = document.elementFromPoint(left + width / 2, top + height / 2)
        return there?.closest('.gw-toast-host') != null
      }),
    )
    expect(isOver).toBe(false)
    await expect.poll(() => toasts(page).count(), { message: 'there is room for one' }).toBe(1)
    await page.keyboard.press('Escape')
    await noteField(page).fill('去掉了三张')
    await chooseType(page, '路灯', /路灯/)
    await saveButton(page).click()
    await worker.context.close()
  })

  it('goes with its person', async () => {
    const worker = await aPerson(browser, server, 'worker2')
    const page = await worker.restart('/report')
    await pickPhotos(page, await photosOf(browser, 1))
    await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(1)
    await button(page, /^去掉照片/).click()
    await expect.poll(() => toasts(page).count()).toBe(1)
    await button(page, '离开，草稿留在本机').click()
    await page.getByRole('navigation').getByRole('link', { name: '我的' }).click()
    await button(page, '退出登录').click()
    await page.getByRole('alertdialog').getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(/enrol/)
    // It would have stood for nine seconds.
    await expect.poll(() => toasts(page).count()).toBe(0)
    await worker.context.close()
  })
})
