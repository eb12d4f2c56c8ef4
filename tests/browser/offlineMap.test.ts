// A base map on the phone: downloaded through a link that breaks and a page that dies, drawn in
// flight mode, and missed where the phone has cleared it away.
import { createHash } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AssetHash } from '#domain/ids.ts'
import { type TileFeature, vectorTile } from '#demo/map/vectorTile.ts'
import { aBasemap } from '../aBasemap.ts'
import { aPmtiles } from '../aPmtiles.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

/** Streets with no name but the one in simplified Chinese: whatever is written is that. */
const streets = (): Uint8Array =>
  vectorTile(
    new Map([
      [
        'roads',
        [
          aStreet('幸福里一街', [0, 1900], [4096, 2100]),
          aStreet('幸福里二街', [0, 3600], [4096, 3400]),
          aStreet('幸福里大街', [1000, 0], [1200, 4096]),
        ],
      ],
    ]),
  )
const aStreet = (name: string, ...ends: [number, number][]): TileFeature => ({
  type: 'line',
  parts: [ends],
  properties: { kind: 'minor_road', 'name:zh-Hans': name },
})
const archive = aPmtiles({ zooms: [0, 16], tiles: streets })
// Equal tiles lie there once: bytes that nothing reads make it long enough to be cut.
const bytes = new Uint8Array([...archive, ...new Uint8Array(60_000)])
const hash = createHash('sha256').update(bytes).digest('hex') as AssetHash
const cutAt = 20_000

let browser: Browser
let server: Server
let worker: Person
const ranges: (string | null)[] = []

/** The first time it stops in the middle, and says nothing more. */
function answer(request: Request): Response {
  const range = request.headers.get('Range')
  ranges.push(range)
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? 'bytes=0-')?.[1])
  if (ranges.length === 1)
    return new Response(
      new ReadableStream({ start: (stream) => stream.enqueue(bytes.slice(0, cutAt)) }),
    )
  return new Response(bytes.slice(from), {
    status: range ? 206 : 200,
    headers: range ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {},
  })
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  server.answer(`/api/assets/${hash}`, answer)
  // The demo's own makes room for one that can be cut.
  await server.upsert([
    aBasemap('map-wutong', { isUsual: false, retiredAt: 1 }),
    aBasemap('map-1', { hash, bytes: bytes.length, maxZoom: 16, isUsual: true }),
  ])
  worker = await aPerson(browser, server, 'worker1', { colorScheme: 'light' })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const status = (page: Page, words: RegExp) => page.getByRole('status').filter({ hasText: words })

/** Which share of what is drawn of the base map has the colour of roads, and how much is ink. */
const drawn = (page: Page): Promise<{ road: number; ink: number }> =>
  page.evaluate(() => {
    const style = getComputedStyle(document.documentElement)
    const colourOf = (name: string): number[] => {
      const hex = style.getPropertyValue(name).trim().slice(1)
      const six = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
      return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16))
    }
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches
    const road = colourOf(isDark ? '--gw-line-2' : '--gw-surface')
    const ink = colourOf('--gw-ink-2')
    let [all, roads, inks] = [0, 0, 0]
    for (const tile of document.querySelectorAll<HTMLCanvasElement>('.base-map canvas')) {
      const copy = new OffscreenCanvas(tile.width, tile.height).getContext('2d')!
      copy.drawImage(tile, 0, 0)
      const { data } = copy.getImageData(0, 0, tile.width, tile.height)
      const is = (at: number, colour: number[], apart: number): boolean =>
        colour.every((value, i) => Math.abs(value - data[at + i]!) <= apart)
      for (let at = 0; at < data.length; at += 4) {
        all++
        if (is(at, road, 3)) roads++
        // Thin strokes are seldom all ink; nothing else here comes near it.
        else if (is(at, ink, 60)) inks++
      }
    }
    return { road: all ? (100 * roads) / all : 0, ink: inks }
  })

it('a download goes on where its page was killed', async () => {
  const before = await worker.restart('/me/maps')
  await before.getByRole('button', { name: '下载', exact: true }).click()
  await status(before, /正在下载：\d\d%/).waitFor()
  const after = await worker.restart('/me/maps')
  await status(after, /已下载\d\d%，可接着下/).waitFor()
  await after.getByRole('button', { name: '接着下' }).click()
  await status(after, /已存本机/).waitFor()
  expect(ranges).toEqual([null, `bytes=${cutAt}-`])
  expect(worker.trouble.take()).toEqual([])
})

it('in flight mode a cold start draws it, by day and by night, with its Chinese names', async () => {
  await worker.goOffline()
  const asked = server.hits.length
  const page = await worker.restart('/map')
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect.poll(async () => (await drawn(page)).road, { message: scheme }).toBeGreaterThan(1)
    await expect.poll(async () => (await drawn(page)).ink, { message: 'words' }).toBeGreaterThan(50)
  }
  await page.getByText('© invented').waitFor()
  // The browser itself looks for a newer worker, past the switch that takes the network away.
  expect(server.hits.slice(asked).filter((hit) => hit !== 'GET /serviceWorker.js')).toEqual([])
  expect(worker.trouble.take()).toEqual([])
})

it('a map that the phone has cleared away is missed, and can be had again', async () => {
  await worker.goOnline()
  await worker.page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory()
    await (await root.getDirectoryHandle('maps')).removeEntry(name)
  }, `${hash}.pmtiles`)
  const page = await worker.restart('/map')
  await page.getByText('地图被手机清理了').waitFor()
  expect(await page.locator('.base-map').count()).toBe(0)
  await page.getByRole('button', { name: '重新下载' }).click()
  await status(page, /已存本机/).waitFor()
  expect(worker.trouble.take()).toEqual([])
})
