// A base map of a hundred megabytes: fetched from a real server over the loopback, read in parts,
// opened, drawn, and moved under a finger on a page slowed down four times. In Chromium, on a
// screen of 412 by 800 at density 2.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Bounds } from '#domain/basemap.ts'
import type { AssetHash } from '#domain/ids.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { aBasemap } from '../aBasemap.ts'
import { writeArchiveFile } from './archiveFile.ts'
import { type BenchSite, openBenchSite } from './benchSite.ts'
import { cityTile } from './cityTiles.ts'
import { type Figure, percentileOf } from './figures.ts'
import { inTempFolder } from './inTempFolder.ts'
import type { MapToFetch } from '#client/tiles/fetchMap.ts'
import type { ViewTimes } from './page/mapView.ts'

const [rounds, reads, readBytes] = [3, 400, 24_000]
const [slowdown, smoothMs] = [4, 33]
/** All that is kept, and what of it is drawn. */
const region: Bounds = [113.95, 30.3, 114.65, 30.9]
const city: Bounds = [114.25, 30.54, 114.35, 30.64]

export const tilesPart = (): Promise<Figure[]> =>
  inTempFolder(async (folder) => {
    const path = join(folder, 'city.pmtiles')
    const bytes = await writeArchiveFile(path, { bounds: region, zooms: [0, 15], tileOf })
    const site = await openBenchSite({
      entry: 'mapPage.ts',
      ready: 'mapBench',
      screen: { viewport: { width: 412, height: 800 }, deviceScaleFactor: 2 },
      isDirect: true,
    })
    try {
      const map = { hash: await hashOf(path), bytes }
      const { deps } = site.world
      await deps.assets.putFile(map.hash, path)
      await upsertReference(deps.storage, [aBasemap('map', map)])
      await site.signIn('worker')
      return [
        ...(await downloadFigures(site, map)),
        ...(await readFigures(site, map)),
        ...(await viewFigures(site, map)),
      ]
    } finally {
      await site.close()
    }
  })

/** Streets and houses in the city; noise around it, which nobody looks at. */
const noise = randomBytes(4_000_000)
let noiseAt = 0
function tileOf(z: number, x: number, y: number): Uint8Array {
  if (z < 10 || isCity(z, x, y)) return cityTile(z, x, y)
  noiseAt = (noiseAt + 7919) % (noise.length - readBytes)
  return noise.subarray(noiseAt, noiseAt + 19_000)
}

const cities = new Map<number, Set<string>>()
function isCity(z: number, x: number, y: number): boolean {
  let tiles = cities.get(z)
  if (!tiles) cities.set(z, (tiles = new Set(tilesOver(city, z).map(String))))
  return tiles.has(`${x},${y}`)
}

async function hashOf(path: string): Promise<AssetHash> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') as AssetHash
}

async function downloadFigures(site: BenchSite, map: MapToFetch): Promise<Figure[]> {
  const { page } = site
  const [ours, plain, memory]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    plain.push((await page.evaluate(({ hash }) => window.mapBench.fetchPlain(hash), map)) / 1000)
    const before = (await site.memory()).page
    const watch = site.watchMemory()
    ours.push((await page.evaluate((asked) => window.mapBench.download(asked), map)) / 1000)
    memory.push(Math.max(0, (await watch.stop()).page - before))
  }
  const what = `${Math.round(map.bytes / 1e6)} MB fetched over the loopback, checked and kept`
  return [
    { what, unit: 's', ours, limit: plain },
    { what: '  memory over that of the start', unit: 'MB', ours: memory, most: 100 },
  ]
}

async function readFigures({ page }: BenchSite, map: MapToFetch): Promise<Figure[]> {
  await page.evaluate(({ hash }) => window.mapBench.keepInDatabase(hash), map)
  const within95 = async (where: 'folder' | 'database' | 'memory'): Promise<number[]> => {
    const found: number[] = []
    for (let round = -1; round < rounds; round++) {
      const took = await page.evaluate(
        ([hash, place, count, length]) => window.mapBench.readTimes(hash, place, count, length),
        [map.hash, where, reads, readBytes] as const,
      )
      if (round >= 0) found.push(percentileOf(took, 95))
    }
    return found
  }
  const limit = await within95('memory')
  const of = `reads of ${readBytes / 1000} kB, 95 of 100 within`
  return [
    { what: `${of}, from a file`, unit: 'ms', ours: await within95('folder'), limit, most: 5 },
    { what: '  from the database', unit: 'ms', ours: await within95('database'), limit, most: 5 },
  ]
}

async function viewFigures(site: BenchSite, map: MapToFetch): Promise<Figure[]> {
  const { page } = site
  const devtools = await page.context().newCDPSession(page)
  const times: ViewTimes[] = []
  const before = (await site.memory()).page
  let memory = 0
  // The first of all is for warmth: a worker that is started and compiled.
  for (let round = -1; round < rounds; round++) {
    const opened = await page.evaluate(({ hash }) => window.mapBench.openView(hash), map)
    memory = Math.max(memory, (await site.memory()).page - before)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const glided = await page.evaluate(() => window.mapBench.glide())
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await page.evaluate(() => window.mapBench.closeView())
    if (round >= 0) times.push({ ...opened, ...glided })
  }
  const of = (pick: (took: ViewTimes) => number): number[] => times.map(pick)
  const smooth = ({ gapsMs }: ViewTimes): number =>
    (100 * gapsMs.filter((gap) => gap < smoothMs).length) / gapsMs.length
  const slowed = `  ${slowdown} times slower, plan and 1 000 points on it: pan`
  return [
    {
      what: 'base map from a file, first tile of a view, worker warm',
      unit: 'ms',
      ours: of(({ firstMs }) => firstMs),
      most: 150,
    },
    { what: '  the whole view', unit: 'ms', ours: of(({ allMs }) => allMs), most: 500 },
    { what: '  memory over that before it', unit: 'MB', ours: [Math.max(0, memory)], most: 30 },
    { what: `${slowed}, frames under ${smoothMs} ms`, unit: '%', ours: of(smooth), least: 95 },
    {
      what: '  pan, 95 of 100 frames within',
      unit: 'ms',
      ours: of(({ gapsMs }) => percentileOf(gapsMs, 95)),
    },
    {
      what: '  pan, tasks of 50 ms or more',
      unit: 'tasks',
      ours: of(({ longTasksMs }) => longTasksMs.length),
      most: 0,
    },
    {
      what: '  pan, the longest of them',
      unit: 'ms',
      ours: of(({ longTasksMs }) => Math.max(0, ...longTasksMs)),
    },
  ]
}
