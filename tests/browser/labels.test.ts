// Labels as they come out of the printer: every code on them read again, the pages counted, and
// where a phone's own camera leads.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Place } from '#domain/place.ts'
import { button } from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let supervisor: Person
let places: Place[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  places = (await server.places()).filter(({ code, type }) => code && type === 'stairwell')
  supervisor = await aPerson(browser, server, 'secretary', office)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const codesIn = async (picture: Buffer): Promise<string[]> =>
  (
    await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'], maxNumberOfSymbols: 255 })
  ).map(({ text }) => text)
const addressOf = ({ code }: Place): string => `${server.url}/?at=${encodeURIComponent(code)}`
/** What a scanner reads on all pages, as they are put on paper. */
async function printedCodes(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => void window.dispatchEvent(new Event('beforeprint')))
  const sheets = page.locator('.gw-printed-page')
  const read: string[] = []
  for (let at = 0; at < (await sheets.count()); at++)
    read.push(...(await codesIn(await sheets.nth(at).screenshot())))
  await page.evaluate(() => void window.dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: null })
  return read.sort()
}
/** Width and height of each page, in millimetres. */
const pagesIn = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(
    ([, width, height]) =>
      [width, height].map((points) => Math.round((Number(points) / 72) * 25.4)).join(' × '),
  )

describe('labels for the stairwells of the demo', () => {
  it('are counted, shown, and printed on as many pages, without what surrounds them', async () => {
    const page = await supervisor.restart('/desk/plan/labels')
    for (const type of ['楼栋', '住户', '商户', '灯杆', '点位']) await button(page, type).click()
    const pages = Math.ceil(places.length / 24)
    await page.getByText(`标签${places.length}张，共${pages}页`).waitFor()
    await look(page, 'labels')
    expect(pagesIn(await page.pdf({ preferCSSPageSize: true }))).toEqual(
      Array<string>(pages).fill('210 × 297'),
    )
    await page.getByLabel('纸张').selectOption({ label: '标签卷纸，50×30毫米' })
    await page.getByText(`标签${places.length}张，共${places.length}页`).waitFor()
    expect(pagesIn(await page.pdf({ preferCSSPageSize: true }))).toEqual(
      Array<string>(places.length).fill('50 × 30'),
    )
    expect(await page.locator('.gw-printed-page').count()).toBe(0)
  })

  it.each(['A4，24张（3×8）', 'A4，10张（2×5）'])(
    'say the address of their code, each of them: %s',
    async (paper) => {
      await supervisor.page.getByLabel('纸张').selectOption({ label: paper })
      expect(await printedCodes(supervisor.page)).toEqual(places.map(addressOf).sort())
    },
  )

  it.each(['A4，一页一张', '标签卷纸，50×30毫米'])(
    'are those of places picked one by one, and who is not known is said: %s',
    async (paper) => {
      const picked = places.slice(0, 3)
      const ids = [...picked.map(({ id }) => id), 'nowhere'].join(',')
      const page = await supervisor.restart(`/desk/plan/labels?ids=${ids}`)
      await page.getByLabel('纸张').selectOption({ label: paper })
      await page.getByText('标签3张，共3页').waitFor()
      await page.getByText('1个地点不打印').waitFor()
      expect(await printedCodes(page)).toEqual(picked.map(addressOf).sort())
      await look(page, `labels-${paper}`)
    },
  )

  it('lead whoever opens them with the phone’s camera to a report from that place', async () => {
    const address = new URL((await printedCodes(supervisor.page))[0]!)
    const place = places.find((each) => addressOf(each) === address.href)!
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart(address.href.slice(address.origin.length))
    await page.waitForURL((url) => url.searchParams.get('at') === place.id)
    expect(worker.trouble.take()).toEqual([])
    await worker.context.close()
  })

  it('break no policy on the way', () => {
    expect([supervisor.trouble.take(), server.errors]).toEqual([[], []])
  })
})
