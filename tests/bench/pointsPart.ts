// What tens of thousands of points on the map cost, beside leaflet.markercluster 1.5.3: both in
// turn in one page of one browser, on a screen of 412 by 800 at density 2.
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/findChromium.ts'
import { buildPage } from './buildPage.ts'
import { type Figure, percentileOf } from './figures.ts'
import type { PointTimes } from './page/pointsPage.ts'

const counts = [1000, 10_000, 50_000]
/** The pan is looked at where there is most to draw; with the page slowed down, ours alone. */
const most = 50_000
const slowdown = 4
const rounds = 3
const smoothMs = 33
const names = ['ours', 'markercluster'] as const

export async function pointsPart(): Promise<Figure[]> {
  const files = await buildPage('pointsPage.ts')
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({
      viewport: { width: 412, height: 800 },
      deviceScaleFactor: 2,
    })
    const origin = 'http://points.test'
    await page.route(`${origin}/**`, async (route) => {
      const file = files.get(new URL(route.request().url()).pathname)
      if (!file) return route.fulfill({ status: 404 })
      return route.fulfill({ contentType: file.type, body: Buffer.from(file.body) })
    })
    await page.goto(origin)
    await page.waitForFunction(() => 'pointTimes' in window)
    const figures: Figure[] = []
    for (const count of counts) figures.push(...(await figuresOf(page, count)))
    return [...figures, ...(await slowedFigures(page))]
  } finally {
    await browser.close()
  }
}

type Times = Record<(typeof names)[number], PointTimes[]>

async function timesOf(
  page: Page,
  count: number,
  isGliding: boolean,
  who: readonly (typeof names)[number][] = names,
): Promise<Times> {
  const times: Times = { ours: [], markercluster: [] }
  // The first of all is for warmth.
  for (let round = -1; round < rounds; round++)
    for (const each of who) {
      const took = await page.evaluate(
        ([name, many, glides]) => window.pointTimes(name, many, glides),
        [each, count, isGliding] as const,
      )
      if (round >= 0) times[each].push(took)
    }
  return times
}

const smoothShare = ({ gapsMs }: PointTimes): number =>
  (100 * gapsMs.filter((gap) => gap < smoothMs).length) / gapsMs.length
const late = ({ gapsMs }: PointTimes): number => percentileOf(gapsMs, 95)

async function figuresOf(page: Page, count: number): Promise<Figure[]> {
  const isMost = count === most
  const times = await timesOf(page, count, isMost)
  const figure = (what: string, of: (took: PointTimes) => number): Figure => ({
    what,
    unit: 'ms',
    ours: times.ours.map(of),
    limit: times.markercluster.map(of),
  })
  const first = figure(`${count.toLocaleString('en')} points, first render`, (took) => took.firstMs)
  const rows = [
    { ...figure('  one row', ({ oneRowMs }) => oneRowMs), most: 2 },
    figure('  a hundred rows', ({ hundredRowsMs }) => hundredRowsMs),
  ]
  if (!isMost) return [first, ...rows]
  return [
    { ...first, most: 300, aim: 0.2 },
    { ...figure(`  pan, frames under ${smoothMs} ms`, smoothShare), unit: '%', least: 95 },
    figure('  pan, 95 of 100 frames within', late),
    ...rows,
  ]
}

async function slowedFigures(page: Page): Promise<Figure[]> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const { ours } = await timesOf(page, most, true, ['ours'])
  await devtools.detach()
  const slowed = `${slowdown} times slower`
  return [
    {
      what: `  ${slowed}: pan, frames under ${smoothMs} ms`,
      unit: '%',
      ours: ours.map(smoothShare),
      least: 95,
    },
    { what: `  ${slowed}: first render`, unit: 'ms', ours: ours.map(({ firstMs }) => firstMs) },
  ]
}
