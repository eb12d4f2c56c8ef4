// A map of another provider under the plan: chosen, drawn from their host in two layers, kept
// nowhere, and missed where the host does not answer. The provider is a second host on this
// machine.
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

/** One grey point, enlarged to a tile. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGPoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

let browser: Browser
let server: Server
let worker: Person
let provider: HttpServer
const asked: { path: string; referer: string | undefined }[] = []

beforeAll(async () => {
  provider = createServer(({ url, headers }, answer) => {
    asked.push({ path: url ?? '', referer: headers.referer })
    answer.writeHead(200, { 'Content-Type': 'image/png' }).end(picture)
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const host = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const online: OnlineMap = {
    name: '街道图',
    layers: [`${host}/vec/{z}/{x}/{y}`, `${host}/cva/{z}/{x}/{y}`],
    system: 'gcj02',
    minZoom: 3,
    maxZoom: 18,
    attribution: '© invented provider',
    approvalNumber: 'GS(2026)0001号',
  }
  ;[server, browser] = await Promise.all([aServer({ onlineMaps: [online] }), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  provider?.close()
})

const layers = (page: Page) => page.locator('.leaflet-online-map-pane .leaflet-layer')
/** How many corners of the view have no picture under them; the pictures are moved, after all. */
const bareCorners = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const view = document.querySelector('.plan-map')!.getBoundingClientRect()
    const tiles = [...document.querySelectorAll('img.leaflet-tile-loaded')].map((tile) =>
      tile.getBoundingClientRect(),
    )
    return [view.left + 1, view.right - 1]
      .flatMap((x) => [view.top + 1, view.bottom - 1].map((y) => ({ x, y })))
      .filter(({ x, y }) =>
        tiles.every((at) => x < at.left || x > at.right || y < at.top || y > at.bottom),
      ).length
  })
/** Asking the provider is what is wanted here. */
const unexpected = () =>
  worker.trouble.take().filter((each) => !/^stranger: .*127\.0\.0\.1/.test(each))

it('is fetched from nobody before it is chosen', async () => {
  const page = await worker.restart('/map')
  await page.getByRole('application').waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked).toEqual([])
  expect(worker.trouble.take()).toEqual([])
})

it('is drawn in both its layers once it is chosen, and kept nowhere', async () => {
  const choice = await worker.restart('/me/maps')
  await choice.getByRole('heading', { name: '线上地图：街道图' }).waitFor()
  await choice.getByRole('button', { name: '用这张' }).last().click()
  const page = await worker.restart('/map')
  await expect.poll(() => layers(page).count()).toBe(2)
  await expect.poll(() => bareCorners(page)).toBe(0)
  const moved = await page.locator('.leaflet-online-map-pane').getAttribute('style')
  expect(moved).toMatch(/translate3d\(-?\d{2,}/)
  await page.getByText('© invented provider').waitFor()
  await page.getByText('GS(2026)0001号').waitFor()
  expect(new Set(asked.map(({ path }) => path.split('/')[1]))).toEqual(new Set(['vec', 'cva']))
  expect(new Set(asked.map(({ referer }) => referer))).toEqual(new Set([`${server.url}/`]))
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return all.flat().filter(({ url }) => !url.startsWith(location.origin)).length
  })
  expect(kept).toBe(0)
  expect(unexpected()).toEqual([])
})

it('is missed in words where its host does not answer, and the plan stays', async () => {
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
  const page = await worker.restart('/map')
  await page.getByText('线上地图暂时不可用').waitFor()
  await page.locator('.leaflet-overlay-pane canvas').first().waitFor()
  expect(unexpected()).toEqual([])
})
