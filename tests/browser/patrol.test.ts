// A patrol by touch: what a finger lies on is what is recorded, once, and a scanned code records
// nothing by itself.
import { encode } from 'uqr'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { button, patrolButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let person: Person
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  person = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
beforeEach(async () => {
  await person.restart()
  await patrolButton(person.page).click()
  page = person.page
  await page.getByRole('heading', { name: /巡查 · 第一网格/ }).waitFor()
})

const card = (): Locator => page.locator('.gw-card.is-raised')
const rows = (): Locator => page.locator('div.point')
const nameOf = (row: Locator): Promise<string> => row.locator('.title').innerText()
const rowNamed = (name: string): Locator => rows().filter({ hasText: name })
const done = async (): Promise<number> => {
  await rows().first().waitFor()
  return rows().evaluateAll(
    (each) => each.filter((row) => !row.textContent?.includes('未查')).length,
  )
}

/** A camera that sees one code and nothing else. */
async function seeCode(text: string): Promise<void> {
  const { data } = encode(text)
  await page.evaluate((modules) => {
    const [canvas, side] = [document.createElement('canvas'), 14]
    canvas.width = canvas.height = (modules.length + 8) * side
    const pen = canvas.getContext('2d')!
    const draw = (): void => {
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, canvas.width, canvas.height)
      pen.fillStyle = '#000'
      modules.forEach((row, y) =>
        row.forEach(
          (isDark, x) => isDark && pen.fillRect((x + 4) * side, (y + 4) * side, side, side),
        ),
      )
    }
    setInterval(draw, 50)
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(20))
  }, data)
}

describe('a point that is touched in the list', () => {
  it('is the one in the card, and 正常 records it and no other', async () => {
    const row = rows().nth(4)
    const name = await nameOf(row)
    const before = await done()
    await row.getByRole('button').first().tap()
    await card().getByText('选中的点').waitFor()
    expect(await card().locator('.name').innerText()).toBe(name)
    await button(card(), '正常').tap()
    await rowNamed(name).getByText('正常').waitFor()
    expect(await done()).toBe(before + 1)
  })

  it('is the place of the report that 发现问题 opens', async () => {
    await rowNamed('灯杆 W-104').getByRole('button').first().tap()
    await button(card(), '发现问题').tap()
    await page.waitForURL(
      (url) => url.pathname === '/report/hazard' && url.searchParams.get('at')!.endsWith('W-104'),
    )
  })
})

describe('a scanned code', () => {
  it('says that the person has arrived, and records nothing until they say what they saw', async () => {
    const name = '灯杆 W-106'
    const before = await done()
    await seeCode('W-106')
    await button(page, '扫点位码').tap()
    await card().getByText(`已到${name}`).waitFor()
    expect(await done()).toBe(before)
    await button(card(), '正常').tap()
    await rowNamed(name).getByText('正常').waitFor()
    expect(await done()).toBe(before + 1)
  })
})

describe('a double tap on 正常', () => {
  it.each([60, 120, 200, 300])('checks one point, with %i ms between the taps', async (gapMs) => {
    // Where it stays: a card that still moves is tapped beside.
    await button(card(), '正常').click({ trial: true })
    const before = await done()
    const { x, y, width, height } = (await button(card(), '正常').boundingBox())!
    const tap = () => page.touchscreen.tap(x + width / 2, y + height / 2)
    await tap()
    await page.waitForTimeout(gapMs)
    await tap()
    await button(card(), '正常').click({ trial: true })
    await expect.poll(done, { timeout: 15_000 }).toBe(before + 1)
    await page.getByRole('button', { name: '撤销', exact: true }).last().click()
    await expect.poll(done, { timeout: 15_000, message: 'and it can be taken back' }).toBe(before)
  })
})

it('a double tap that resumes the walk checks nothing', async () => {
  const before = await done()
  await button(page, '暂停').click()
  const resume = button(card(), '继续巡查')
  await resume.waitFor()
  await resume.dblclick()
  await button(card(), '正常').click({ trial: true })
  expect(await done()).toBe(before)
})

it('a point whose code cannot be scanned is found by the number that is typed', async () => {
  const name = await nameOf(rows().filter({ hasText: '灯杆' }).last())
  await button(page, '扫点位码').tap()
  await button(page, '改为输编号').tap()
  const sheet = page.getByRole('dialog').last()
  await sheet.getByRole('searchbox').fill(/\d+/.exec(name)![0])
  await sheet.getByRole('searchbox').press('Enter')
  await expect.poll(() => card().locator('.name').innerText()).toBe(name)
})

it('what is still to be walked stands above what is done', async () => {
  await button(card(), '正常').tap()
  await rows().filter({ hasText: '正常' }).first().waitFor()
  const isOpen = await rows().evaluateAll((each) =>
    each.map((row) => Boolean(row.textContent?.includes('未查'))),
  )
  expect(isOpen).toEqual([...isOpen].sort((a, b) => Number(b) - Number(a)))
})

it('a patrol that has ended is told on Today, and listed under its day', async () => {
  await button(page, '结束巡查').tap()
  await button(page.getByRole('alertdialog'), '结束巡查').tap()
  await page.getByText('巡查结束，已存本机').waitFor()
  await button(page, '回到今日').tap()
  await page.getByText(/今天走过\d次/).waitFor()
  await button(page, '再走一次').waitFor()
  await button(page, '我的巡查').tap()
  await page.getByRole('heading', { name: '我的巡查' }).waitFor()
  await page
    .getByText(/^\d\d:\d\d—\d\d:\d\d · 查了\d+个点位/)
    .first()
    .waitFor()
  expect(person.trouble.take()).toEqual([])
})
