// What tens of thousands of points on the map cost, beside leaflet.markercluster 1.5.3: both in
// turn in one page of one browser, on a screen of 412 by 800 at density 2.
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/findChromium.ts'
import { buildPage } from './buildPage.ts'
import { type Figure, percentileOf } from './figures.ts'
import type { PointTimes } from './page/pointsPage.ts'

const counts = [1000, 10_000, 50_000]
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
    return figures
  } finally {
    await browser.close()
  }
}

async function figuresOf(page: Page, count: number): Promise<Figure[]> {
  const times: Record<(typeof names)[number], PointTimes[]> = { ours: [], markercluster: [] }
  // The first of all is for warmth.
  for (let round = -1; round < rounds; round++)
    for (const who of names) {
      const took = await page.evaluate(([name, many]) => window.pointTimes(name, many), [
        who,
        count,
      ] as const)
      if (round >= 0) times[who].push(took)
    }
  const figure = (what: string, of: (took: PointTimes) => number): Figure => ({
    what,
    unit: 'ms',
    ours: times.ours.map(of),
    limit: times.markercluster.map(of),
  })
  const smooth = ({ gapsMs }: PointTimes): number =>
    (100 * gapsMs.filter((gap) => gap < smoothMs).length) / gapsMs.length
  return [
    figure(`${count.toLocaleString('en')} points, first render`, ({ firstMs }) => firstMs),
    { ...figure(`  pan, frames under ${smoothMs} ms`, smooth), unit: '%' },
    figure('  pan, 95 of 100 frames within', ({ gapsMs }) => percentileOf(gapsMs, 95)),
    figure('  one row', ({ oneRowMs }) => oneRowMs),
    figure('  a hundred rows', ({ hundredRowsMs }) => hundredRowsMs),
  ]
}
