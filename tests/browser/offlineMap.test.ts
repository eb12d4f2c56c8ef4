// A base map on the phone: downloaded through a link that breaks and a page that dies, drawn in
// flight mode, in two tabs and from either of a browser's stores alike, and missed where the phone
// has cleared it away. Pictures are drawn as streets are.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Canvas } from '#demo/canvas.ts'
import { encodePng } from '#demo/png.ts'
import type { AssetHash } from '#domain/ids.ts'
import { type TileFeature, vectorTile } from '#demo/map/vectorTile.ts'
import { aBasemap } from '../aBasemap.ts'
import { aPmtiles } from '../aPmtiles.ts'
import { baseMapPixels } from './baseMapPixels.ts'
import { aBrowser, aPerson, appFolder, aServer, type Person, type Server } from './stage.ts'

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
const hashOf = (of: Uint8Array) => createHash('sha256').update(of).digest('hex') as AssetHash
const hash = hashOf(bytes)
const cutAt = 20_000

let browser: Browser
let server: Server
let worker: Person
const ranges: (string | null)[] = []

const asBytes = { 'Content-Type': 'application/octet-stream' }

/** The first time it stops in the middle, and says nothing more. */
function answer(request: Request): Response {
  const range = request.headers.get('Range')
  ranges.push(range)
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? 'bytes=0-')?.[1])
  if (ranges.length === 1)
    return new Response(
      new ReadableStream({ start: (stream) => stream.enqueue(bytes.slice(0, cutAt)) }),
      { headers: asBytes },
    )
  return new Response(bytes.slice(from), {
    status: range ? 206 : 200,
    headers: {
      ...asBytes,
      ...(range ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    },
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

const drawn = (page: Page) => page.evaluate(baseMapPixels)

/** Where each tile of the base map stands, and the name of what is on it; once it stands still. */
async function tilesOf(page: Page): Promise<string[]> {
  const look = (): Promise<string[]> =>
    page.evaluate(async () => {
      const tiles = [...document.querySelectorAll<HTMLCanvasElement>('.base-map canvas')]
      const named = tiles.map(async (tile) => {
        const copy = new OffscreenCanvas(tile.width, tile.height).getContext('2d')!
        copy.drawImage(tile, 0, 0)
        const { data } = copy.getImageData(0, 0, tile.width, tile.height)
        const name = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
        const { x, y } = tile.getBoundingClientRect()
        return `${Math.round(x)} ${Math.round(y)} ${name.join()}`
      })
      return (await Promise.all(named)).sort()
    })
  let seen: string[] = []
  const isStill = async (): Promise<boolean> => {
    const before = seen
    seen = await look()
    return seen.length > 0 && seen.join() === before.join() && (await drawn(page)).road > 1
  }
  await expect.poll(isStill, { interval: 300 }).toBe(true)
  return seen
}
let asDrawn: string[]

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

it('in flight mode a cold start draws it, by day, by night and in the sun, in Chinese', async () => {
  await worker.goOffline()
  const asked = server.hits.length
  const page = await worker.restart('/map')
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect.poll(async () => (await drawn(page)).road, { message: scheme }).toBeGreaterThan(1)
    await expect.poll(async () => (await drawn(page)).ink, { message: 'words' }).toBeGreaterThan(50)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  asDrawn = await tilesOf(page)
  await page.getByText('© invented').waitFor()
  const choose = async (theme: string): Promise<Page> => {
    await (await worker.restart('/me')).getByRole('radio', { name: theme }).click()
    return worker.restart('/map')
  }
  const inTheSun = await choose('户外')
  await expect.poll(async () => (await drawn(inTheSun)).road).toBeGreaterThan(1)
  await expect.poll(async () => (await drawn(inTheSun)).ink).toBeGreaterThan(50)
  expect(await tilesOf(inTheSun)).not.toEqual(asDrawn)
  await choose('跟随系统')
  // The browser itself looks for a newer worker, past the switch that takes the network away.
  expect(server.hits.slice(asked).filter((hit) => hit !== 'GET /serviceWorker.js')).toEqual([])
  expect(worker.trouble.take()).toEqual([])
})

it('a second tab draws the same at the same time', async () => {
  const second = await worker.context.newPage()
  await second.goto(`${server.url}/map`)
  expect(await tilesOf(second)).toEqual(asDrawn)
  expect(await tilesOf(worker.page)).toEqual(asDrawn)
  await second.close()
})

it('a browser that keeps no files draws the same out of its database', async () => {
  const script = readdirSync(join(appFolder, 'assets')).find((name) =>
    /^downloadWorker-.*\.js$/.test(name),
  )
  const withoutFiles =
    'if (globalThis.StorageManager) delete StorageManager.prototype.getDirectory;'
  server.alter(`/assets/${script}`, (text) => withoutFiles + text)
  const other = await aPerson(browser, server, 'worker1', { colorScheme: 'light' })
  await other.context.addInitScript(withoutFiles)
  const before = await other.restart('/me/maps')
  await before.getByRole('button', { name: '下载', exact: true }).click()
  await status(before, /已存本机/).waitFor()
  expect(
    await before.evaluate(async () => (await indexedDB.databases()).map((d) => d.name)),
  ).toContain('gridwalk-maps')
  await other.goOffline()
  expect(await tilesOf(await other.restart('/map'))).toEqual(asDrawn)
  expect(other.trouble.take()).toEqual([])
  await other.context.close()
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

it('an archive of pictures is drawn in flight mode too', async () => {
  const green = [40, 160, 70]
  const pixels = Uint8Array.from({ length: 256 * 256 * 3 }, (_, at) => green[at % 3]!)
  const picture = encodePng(new Canvas(256, 256, pixels))
  const pictures = new Uint8Array(
    aPmtiles({ zooms: [0, 14], tileType: 'png', tiles: () => picture }),
  )
  const raster = aBasemap('map-2', {
    ...{ hash: hashOf(pictures), bytes: pictures.length, kind: 'raster', name: '照片底图' },
  })
  server.answer(
    `/api/assets/${hashOf(pictures)}`,
    () => new Response(pictures, { headers: asBytes }),
  )
  await server.upsert([raster])
  const before = await worker.restart('/me/maps')
  const card = before.locator('.card').filter({ hasText: '照片底图' })
  await card.getByRole('button', { name: '下载', exact: true }).click()
  await card.getByRole('button', { name: '用这张' }).click()
  await worker.goOffline()
  const page = await worker.restart('/map')
  const share = (): Promise<number> =>
    page.evaluate((colour) => {
      let [all, alike] = [0, 0]
      for (const tile of document.querySelectorAll<HTMLCanvasElement>('.base-map canvas')) {
        const copy = new OffscreenCanvas(tile.width, tile.height).getContext('2d')!
        copy.drawImage(tile, 0, 0)
        const { data } = copy.getImageData(0, 0, tile.width, tile.height)
        for (let at = 0; at < data.length; at += 4, all++)
          if (colour.every((value, i) => Math.abs(value - data[at + i]!) < 3)) alike++
      }
      return all ? alike / all : 0
    }, green)
  await expect.poll(share).toBeGreaterThan(0.5)
  expect(worker.trouble.take()).toEqual([])
})
