// A picture of the plan, and a page of a PDF: pinned at the desk by three points, drawn on a phone
// where they say, also in flight mode, and elsewhere once a point is moved.
import { Buffer } from 'node:buffer'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { latLonAt } from '#demo/demoGrids.ts'
import { aPdf, block, words } from '../aPdf.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let desk: Person
let worker: Person
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  desk = await aPerson(browser, server, 'secretary', office)
  worker = await aPerson(browser, server, 'worker1', { colorScheme: 'light' })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** 800 × 600 pixels of which each is 0.2 m, turned by 30°; the middle lies north of the estate. */
const size = { width: 800, height: 600 }
type Spot = [px: number, py: number]
const turn = Math.PI / 6
const placeOf = ([px, py]: Spot, east = 0) => {
  const [x, y] = [(px - size.width / 2) * 0.2, (py - size.height / 2) * 0.2]
  return latLonAt(
    east + x * Math.cos(turn) - y * Math.sin(turn),
    300 - x * Math.sin(turn) - y * Math.cos(turn),
  )
}
const corners: Spot[] = [
  [0, 0],
  [800, 0],
  [0, 600],
]
/** Middle of the one square that is magenta, of 160 pixels. */
const square: Spot = [600, 150]

const pin = async (number: number, spot: Spot, at: { lat: number; lon: number }) => {
  const { page } = desk
  const field = (what: string) => page.getByLabel(`控制点${number}${what}`, { exact: true })
  await field('在图上的横向像素').fill(String(spot[0]))
  await field('在图上的纵向像素').fill(String(spot[1]))
  await field('在图上的纵向像素').press('Enter')
  await putOnMap(number, at)
}
async function putOnMap(number: number, { lat, lon }: { lat: number; lon: number }) {
  const field = (what: string) => desk.page.getByLabel(`控制点${number}的${what}`, { exact: true })
  await field('纬度').fill(String(lat))
  await field('经度').fill(String(lon))
  await field('经度').press('Enter')
}
/** A row of the list; what is told of a picture for a moment is none. */
const listed = (name: string) =>
  desk.page
    .getByRole('list', { name: '平面图图片' })
    .getByRole('button', { name: new RegExp(name) })
async function save(name: string): Promise<void> {
  const { page } = desk
  await page.getByLabel('名称', { exact: true }).fill(name)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await listed(name).waitFor()
}

/** How far, in pixels, the middle of what is magenta lies from where the phone says it is. */
async function apart(page: Page): Promise<number> {
  const dot = await page.locator('.map-position').boundingBox()
  if (!dot) return Infinity
  const { data, info } = await sharp(await page.screenshot())
    .raw()
    .toBuffer({ resolveWithObject: true })
  let [count, x, y] = [0, 0, 0]
  for (let at = 0; at < data.length; at += info.channels)
    // Through three tenths of whatever lies below, and the circle of the phone's doubt.
    if (data[at]! - data[at + 1]! > 90 && data[at + 2]! - data[at + 1]! > 90) {
      count++
      x += (at / info.channels) % info.width
      y += Math.floor(at / info.channels / info.width)
    }
  if (count < 2000) return Infinity
  return Math.hypot(x / count - (dot.x + dot.width / 2), y / count - (dot.y + dot.height / 2))
}
/** Who stands where a place of the picture lies has that under the dot. */
async function standOn(at: { lat: number; lon: number }): Promise<void> {
  await worker.context.setGeolocation({ latitude: at.lat, longitude: at.lon, accuracy: 1 })
  await worker.restart('/map')
  await worker.page.locator('.map-position').waitFor()
  await worker.page.getByRole('button', { name: '回到我的位置' }).click()
}

it('a picture among the files to import leads to its own screen, and is drawn where three points say', async () => {
  const { page } = desk
  const picture = await sharp({ create: { ...size, channels: 3, background: '#eee' } })
    .composite([
      {
        input: { create: { width: 160, height: 160, channels: 3, background: '#f0f' } },
        left: square[0] - 80,
        top: square[1] - 80,
      },
    ])
    .png()
    .toBuffer()
  await page.goto(`${server.url}/desk/plan/import`)
  await page.setInputFiles('input[type=file]', {
    name: '总平图.csv',
    mimeType: 'text/csv',
    buffer: picture,
  })
  await page.getByText(/这是一张图片/).waitFor()
  await page.getByRole('button', { name: '垫在平面图下面' }).click()
  for (const [at, spot] of corners.entries()) await pin(at + 1, spot, placeOf(spot))
  await page.getByText('对得上，可以保存。').waitFor()
  await save('总平图')

  await standOn(placeOf(square))
  await expect.poll(() => apart(worker.page), { timeout: 15_000 }).toBeLessThan(4)
  await worker.goOffline()
  await standOn(placeOf(square))
  await expect.poll(() => apart(worker.page), { timeout: 15_000 }).toBeLessThan(4)
  await worker.goOnline()
  expect([...worker.trouble.take(), ...desk.trouble.take()]).toEqual([])
})

it('with its points moved it lies elsewhere; one moved alone is told as a doubt', async () => {
  const { page } = desk
  await listed('总平图').click()
  const latitude = page.getByLabel('控制点1的纬度', { exact: true })
  await latitude.waitFor()
  // Back leads to the list, not past it.
  await page.goBack()
  await latitude.waitFor({ state: 'detached' })
  await listed('总平图').click()
  await latitude.waitFor()
  await putOnMap(1, placeOf([0, 0], 40))
  await page.getByText('图片的长和宽被拉得不一样，请核对控制点。').waitFor()
  for (const [at, spot] of corners.entries()) await putOnMap(at + 1, placeOf(spot, 40))
  await page.getByText('对得上，可以保存。').waitFor()
  await save('总平图')
  await standOn(placeOf(square, 40))
  await expect.poll(() => apart(worker.page), { timeout: 15_000 }).toBeLessThan(4)
})

it('of a PDF one page is chosen, drawn with its Chinese words, and pinned like any picture', async () => {
  const { page } = desk
  // Retired, it is drawn no longer.
  await listed('总平图').click()
  await page.getByRole('button', { name: '停用' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '停用' }).click()
  await page.getByText('已停用', { exact: true }).waitFor()
  const blocks = Array.from({ length: 60 }, (_, at) =>
    block([0.8, 0.85, 0.8], [10 + (at % 10) * 39, 10 + Math.floor(at / 10) * 30, 30, 20]),
  )
  const plan = {
    width: 400,
    height: 300,
    content: [
      ...blocks,
      words('幸福里', 20, 260),
      block([1, 0, 1], [square[0] / 2 - 40, 300 - square[1] / 2 - 40, 80, 80]),
    ].join('\n'),
  }
  const cover = { width: 300, height: 400, content: words('封面', 50, 300) }
  await page.setInputFiles('input[type=file]', {
    name: '规划.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(aPdf([cover, plan])),
  })
  await page.getByRole('button', { name: '第2页' }).click()
  // Drawn as large as phones bear: 4096 pixels across.
  const larger = (spot: Spot): Spot => [(spot[0] * 4096) / 800, (spot[1] * 4096) / 800]
  for (const [at, spot] of corners.entries()) await pin(at + 1, larger(spot), placeOf(spot))
  await page.getByText('对得上，可以保存。').waitFor()
  await save('规划')
  expect(server.hits).toContain('GET /pdfjs/cmaps/UniGB-UCS2-H.bcmap')
  await standOn(placeOf(square))
  await expect.poll(() => apart(worker.page), { timeout: 15_000 }).toBeLessThan(4)
  expect([...worker.trouble.take(), ...desk.trouble.take()]).toEqual([])
})
