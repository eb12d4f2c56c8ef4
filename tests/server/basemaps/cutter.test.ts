// A box is cut out of an archive, tile by tile as it lay there; and an archive nobody can use is
// refused with a reason.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PMTiles } from 'pmtiles'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Bounds } from '#domain/basemap.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { sha256Of } from '#server/objectStore/objectNames.ts'
import { cutLimits, openCutter } from '#server/basemaps/cutter.ts'
import { aPmtiles, aTile, boxOfTheTests, type PmtilesOptions } from '../../aPmtiles.ts'
import { archiveIn } from '../../readArchive.ts'

const cutter = openCutter()
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'gridwalk-cut-'))))
afterAll(async () => {
  await cutter.close()
  await rm(folder, { recursive: true })
})

let files = 0
const aFile = async (options: PmtilesOptions | Uint8Array): Promise<string> => {
  const path = join(folder, `${++files}.pmtiles`)
  await writeFile(path, options instanceof Uint8Array ? options : aPmtiles(options))
  return path
}
const half: Bounds = [123.99, 27.99, 124.002, 28.002]
const taskOf = (path: string, box: Bounds | null = half, maxZoom: number | null = null) => ({
  path,
  name: 'source.pmtiles',
  box,
  maxZoom,
})

const allTiles = async (archive: PMTiles, box: Bounds, [from, to]: [number, number]) => {
  const found = new Map<string, Uint8Array>()
  for (let z = from; z <= to; z++)
    for (const [x, y] of tilesOver(box, z)) {
      const tile = await archive.getZxy(z, x, y)
      if (tile) found.set(`${z}/${x}/${y}`, new Uint8Array(tile.data))
    }
  return found
}

it.each<[string, PmtilesOptions]>([
  ['all in the root directory', { zooms: [0, 15] }],
  ['in leaf directories', { zooms: [0, 15], leafEntries: 7 }],
  ['in runs, many of them alike', { zooms: [0, 15], tiles: (z) => aTile(z, 0, 0) }],
  ['some missing', { zooms: [0, 15], tiles: (z, x, y) => ((x + y) % 3 ? aTile(z, x, y) : null) }],
  ['not packed', { zooms: [4, 14], tileCompression: 'none' }],
])('every tile of the box comes out as it lay there, and no other: %s', async (_how, options) => {
  const path = await aFile(options)
  const out = join(folder, `${++files}.out`)
  const planned = await cutter.plan(taskOf(path))
  const made = await cutter.cut(taskOf(path), out)
  if (!made.ok || !planned.ok) throw new Error('refused')
  const bytes = new Uint8Array(await readFile(out))
  expect([bytes.length, sha256Of(bytes)]).toEqual([planned.value.bytes, made.value.hash])
  const [source, cut] = [archiveIn(new Uint8Array(await readFile(path))), archiveIn(bytes)]
  const wanted = await allTiles(source, half, [0, 15])
  expect(await allTiles(cut, half, [0, 15])).toEqual(wanted)
  const header = await cut.getHeader()
  expect(header).toMatchObject({
    numAddressedTiles: wanted.size,
    clustered: true,
    minZoom: made.value.minZoom,
    maxZoom: made.value.maxZoom,
    minLon: 123.99,
    maxLat: 28.002,
  })
  expect(await allTiles(cut, boxOfTheTests, [14, 14])).toEqual(
    await allTiles(source, half, [14, 14]),
  )
  expect(await cut.getMetadata()).toEqual({
    attribution: '© invented',
    'gridwalk:cutFrom': { name: 'source.pmtiles', bounds: boxOfTheTests },
  })
})

it('what is alike lies in the cut once', async () => {
  const path = await aFile({ zooms: [0, 15], tiles: (z) => aTile(z, 0, 0) })
  const out = join(folder, `${++files}.out`)
  await cutter.cut(taskOf(path), out)
  expect(await archiveIn(new Uint8Array(await readFile(out))).getHeader()).toMatchObject({
    numTileContents: 16,
  })
})

it('says what the cut will be before it is made', async () => {
  const metadata = {
    attribution: '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a>',
    'planetiler:osm:osmosisreplicationtime': '2026-10-01T00:00:00Z',
  }
  const planned = await cutter.plan(taskOf(await aFile({ zooms: [0, 14], metadata }), half, 12))
  expect(planned).toMatchObject({
    ok: true,
    value: {
      kind: 'vector',
      schema: 'protomaps4',
      bounds: half,
      minZoom: 0,
      maxZoom: 12,
      attribution: '© OpenStreetMap',
      dataDate: Date.parse('2026-10-01'),
      sourceMaxZoom: 14,
      sourceBounds: boxOfTheTests,
    },
  })
})

it.each(['protomaps4', 'protomapsOld', 'other'] as const)('knows the schema %s', async (schema) => {
  expect(await cutter.plan(taskOf(await aFile({ schema })))).toMatchObject({
    ok: true,
    value: { schema },
  })
})

const picture = new Uint8Array(Buffer.from('89504e470d0a1a0a', 'hex'))
it('takes pictures too', async () => {
  const path = await aFile({ tileType: 'png', tiles: () => picture })
  expect(await cutter.plan(taskOf(path))).toMatchObject({ value: { kind: 'raster' } })
})

const broken = (at: number, bytes: number[]): Uint8Array => {
  const archive = aPmtiles()
  archive.set(bytes, at)
  return archive
}
it.each<[string, PmtilesOptions | Uint8Array, object]>([
  ['a photo', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), { code: 'mapNotPmtiles' }],
  ['an empty file', new Uint8Array(), { code: 'mapNotPmtiles' }],
  ['version 1', { version: 1 }, { code: 'mapOldVersion', detail: { version: 1 } }],
  ['version 2', { version: 2 }, { code: 'mapOldVersion', detail: { version: 2 } }],
  ['a version to come', broken(7, [4]), { code: 'mapUnsupported', detail: { what: 'PMTiles 4' } }],
  ['the beginning alone', { cutTo: 4000 }, { code: 'mapTruncated', detail: { here: '0.00' } }],
  ['less than a header', { cutTo: 100 }, { code: 'mapTruncated' }],
  ['tiles said to lie beyond its end', { shiftedBy: 5_000_000 }, { code: 'mapTruncated' }],
  ['tiles said to lie elsewhere', { shiftedBy: -9 }, { code: 'mapNotPmtiles' }],
  ['brotli', { tileCompression: 'brotli' }, { code: 'mapUnsupported', detail: { what: 'brotli' } }],
  ['zstd', { tileCompression: 'zstd' }, { code: 'mapUnsupported', detail: { what: 'zstd' } }],
  ['AVIF', { tileType: 'avif' }, { code: 'mapUnsupported', detail: { what: 'AVIF' } }],
  ['MLT', { tileType: 'mlt' }, { code: 'mapUnsupported', detail: { what: 'MLT' } }],
  ['a directory of nonsense', broken(140, [1, 2, 3, 4, 5]), { code: 'mapNotPmtiles' }],
  ['tiles of nonsense', { tiles: () => new Uint8Array([7, 7, 7]) }, { code: 'mapNotPmtiles' }],
  ['pictures that are none', { tileType: 'webp' }, { code: 'mapNotPmtiles' }],
  ['another city', { box: [11.2, 43.7, 11.3, 43.8] }, { code: 'mapElsewhere' }],
])('refuses %s', async (_what, options, fault) => {
  const refused = await cutter.plan(taskOf(await aFile(options)))
  expect(refused).toMatchObject({ ok: false, fault })
})

it('how far away another city lies is told', async () => {
  const refused = await cutter.plan(taskOf(await aFile({ box: [120, 28, 120.1, 28.1] })))
  expect(refused).toMatchObject({ fault: { detail: { km: 382 } } })
})

it('a map larger than phones fetch is refused with its size, however it comes about', async () => {
  const small = openCutter({ ...cutLimits, mapBytes: 3000 })
  expect(await small.plan(taskOf(await aFile({})))).toMatchObject({
    fault: { code: 'mapTooLarge', detail: { limit: '0.00' } },
  })
  await small.close()
  const few = openCutter({ ...cutLimits, tiles: 20 })
  expect(await few.plan(taskOf(await aFile({})))).toMatchObject({ fault: { code: 'mapTooLarge' } })
  await few.close()
})

it('a directory that inflates without end, or lies too deep, is refused', async () => {
  const narrow = openCutter({ ...cutLimits, directoryBytes: 30 })
  expect(await narrow.plan(taskOf(await aFile({})))).toMatchObject({
    fault: { code: 'mapNotPmtiles' },
  })
  await narrow.close()
  const flat = openCutter({ ...cutLimits, depth: 1 })
  expect(await flat.plan(taskOf(await aFile({ leafEntries: 5 })))).toMatchObject({
    fault: { code: 'mapNotPmtiles' },
  })
  await flat.close()
})

it('a child that takes too much time or memory is ended, and the server goes on', async () => {
  for (const limits of [{ timeMs: 1 }, { rssBytes: 1 }]) {
    const strict = openCutter({ ...cutLimits, ...limits })
    const refused = await strict.plan(taskOf(await aFile({ zooms: [0, 15] })))
    expect([refused.ok, limits]).toEqual([false, limits])
    await strict.close()
  }
})
