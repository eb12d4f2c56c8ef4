// The editor of outlines in a real browser, under the app's policy for scripts: by mouse, by finger
// and by keyboard alone.
import vue from '@vitejs/plugin-vue'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { roundedCorner } from '#geo/ringEdits.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'
import { launchChromium } from './findChromium.ts'
import { servePage } from './servePage.ts'

let site: Awaited<ReturnType<typeof servePage>>
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  site = await servePage({
    plugins: [vue()],
    prebundle: ['vue', 'vue-i18n', 'leaflet', 'reka-ui', '@lucide/vue'],
    script: '/tests/browser/outlinePage.ts',
    policy: "require-trusted-types-for 'script'; trusted-types vue default",
  })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1200, height: 900 }, hasTouch: true })
  const record = (text: string): void => {
    // This page is served without Vite's own channel.
    if (!/websocket/i.test(text)) troubles.push(text)
  }
  page.on('pageerror', (error) => record(error.message))
  page.on('console', (message) => void (message.type() === 'error' && record(message.text())))
  await page.goto(site.url)
  await page.waitForFunction(() => 'edit' in window)
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  expect(troubles).toEqual([])
})

/** In steps of 0.0005°, about fifty metres. */
const at = (x: number, y: number): Corner => roundedCorner([114.3 + x / 2000, 30.6 + y / 2000])
const west = [at(0, 0), at(2, 0), at(2, 2), at(0, 2)]
const east = { id: 'east', name: 'East', ring: [at(2, 0), at(4, 0), at(4, 2), at(2, 2)] }

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const corner = (number: number) => button(new RegExp(`^Corner ${number}( of|:)`))
const map = () => page.getByRole('application')
const told = () => page.evaluate(() => window.told)
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

async function edit(kind: 'border' | 'outline', ring: Corner[], neighbours: Neighbour[] = []) {
  await page.evaluate(([...all]) => window.edit(...all), [kind, ring, neighbours] as const)
  await map().waitFor()
  // Two sizes of the map may be told one after the other; a tap goes where it then lies.
  await page.waitForFunction(() => document.querySelector('.outline-middle'))
}
async function tapMap(x: number, y: number): Promise<void> {
  const box = (await map().boundingBox())!
  await page.mouse.click(box.x + x, box.y + y)
}

/** A finger on the middle of the mark, slid by so many pixels. */
async function slide(name: string | RegExp, dx: number, dy: number): Promise<void> {
  const box = (await button(name).boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const session = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', share = 0) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: x + dx * share, y: y + dy * share }],
    })
  await send('touchStart')
  for (let step = 1; step <= 10; step++) await send('touchMove', step / 10)
  await send('touchEnd')
  await session.detach()
}

/** By keyboard in the middle of the map, which goes on by an arrow key after each but the last. */
async function setCorners(...arrows: string[]): Promise<void> {
  // The map glides under an arrow key; the corner is set where its middle then is.
  const middle = () => page.locator('.leaflet-map-pane').evaluate((pane) => pane.style.transform)
  for (const arrow of arrows) {
    await page.keyboard.press('Enter')
    const before = await middle()
    await page.keyboard.press(arrow)
    await expect.poll(middle).not.toBe(before)
    await expect
      .poll(async () => {
        const now = await middle()
        await new Promise((resolve) => setTimeout(resolve, 150))
        return now === (await middle())
      })
      .toBe(true)
  }
  await page.keyboard.press('Enter')
}

it('an outline is drawn by mouse, and not done with two corners or while it crosses itself', async () => {
  await edit('outline', [])
  await tapMap(200, 100)
  await tapMap(400, 100)
  await button('Done').click()
  expect(await page.getByRole('alert').textContent()).toContain('at least 3')
  await tapMap(200, 300)
  await tapMap(400, 300)
  await button(/^Corner 1:/).click()
  expect(await page.getByRole('status').textContent()).toContain('edges 2 and 4 cross')
  expect(await page.locator('.outline-bang').count()).toBe(1)
  await button('Done').click()
  expect((await told()).done).toBeNull()
  for (let step = 0; step < 3; step++) await button('Undo').click()
  await tapMap(400, 300)
  await tapMap(200, 300)
  await button(/^Corner 1:/).click()
  await button('Done').click()
  expect((await told()).done?.ring).toHaveLength(4)
})

it('by finger a corner of two grids is moved in both, and an edge of both is bent in both', async () => {
  await edit('border', west, [east])
  expect((await corner(3).boundingBox())!.width).toBeGreaterThanOrEqual(44)
  await slide(/^Corner 3 of 4, shared with East$/, 60, 30)
  await slide('Set a corner between 2 and 3', 30, 0)
  await button('Done').click()
  const { ring, altered } = (await told()).done!
  expect(ring).toHaveLength(5)
  expect(ring[3]).not.toEqual(west[2])
  expect(altered.map(({ id }) => id)).toEqual(['east'])
  expect(altered[0]!.ring).toHaveLength(5)
  expect(altered[0]!.ring).toEqual(expect.arrayContaining(ring.slice(1, 4)))
})

it('by keyboard alone an outline is drawn, moved, undone, thinned and finished', async () => {
  await edit('outline', [], [east])
  await page.keyboard.press('Tab')
  for (let stop = 0; stop < 12 && !(await focused()).startsWith('Map'); stop++)
    await page.keyboard.press('Tab')
  await setCorners('ArrowRight', 'ArrowDown')
  expect((await told()).ring).toHaveLength(3)
  for (let mark = 0; mark < 6 && !(await focused()).startsWith('Corner 1:'); mark++)
    await page.keyboard.press('[')
  await page.keyboard.press('Enter')
  const [start] = (await told()).ring
  await page.keyboard.press('ArrowLeft')
  const step = start![0] - (await told()).ring[0]![0]
  await page.keyboard.press('Shift+ArrowLeft')
  expect((start![0] - (await told()).ring[0]![0]) / step).toBeCloseTo(6, 2)
  await page.keyboard.press('Control+z')
  expect((await told()).ring[0]).toEqual(start)
  await page.keyboard.press(']')
  await page.keyboard.press('Enter')
  expect([(await told()).ring.length, await focused()]).toEqual([4, 'Corner 2 of 4'])
  await page.keyboard.press('Delete')
  expect([(await told()).ring.length, await focused()]).toEqual([3, 'Corner 2 of 3'])
  await page.getByLabel('Latitude of corner 3').fill('0.001')
  await page.keyboard.press('Enter')
  expect((await told()).ring[2]![1]).toBe(0.001)
  await button('Done').press('Enter')
  expect((await told()).done?.ring).toHaveLength(3)
})

it('by keyboard alone a hole is cut, the rest is split by a line, and joined with a neighbour', async () => {
  await edit('border', west, [east])
  await button('Cut a hole').press('Enter')
  await setCorners('ArrowRight', 'ArrowDown')
  await button('Done').press('Enter')
  const { ring, holes } = (await told()).done!
  expect([ring, holes.length, holes[0]?.length]).toEqual([west, 1, 3])

  await button('Split by a line').press('Enter')
  await setCorners('ArrowRight')
  await button('Split here').press('Enter')
  expect(await page.getByRole('alert').textContent()).toContain('ends inside')
  for (const [index, y] of [-1, 3].entries())
    for (const [label, figure] of Object.entries({
      Longitude: at(0.5, 0)[0],
      Latitude: at(0, y)[1],
    })) {
      await page.getByLabel(`${label} of corner ${index + 1}`).fill(figure.toFixed(7))
      await page.keyboard.press('Enter')
    }
  await button('Split here').press('Enter')
  const [kept, made] = (await told()).split!.parts
  expect([kept.length, made.length, made[0]?.length]).toEqual([2, 1, 4])

  await button('Do not split').press('Enter')
  await button('Join with a neighbour').press('Enter')
  expect((await told()).join).toEqual([west, holes[0]])
  for (let step = 0; step < 40 && (await button('Undo').isEnabled()); step++)
    await page.keyboard.press('Control+z')
  expect(await page.getByLabel('Which ring is changed').count()).toBe(1)
})
