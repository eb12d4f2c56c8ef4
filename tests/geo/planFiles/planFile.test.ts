// One invented plan, written as every kind of file, comes out the same.
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readPlanFile, type PlanFile, type PlanGeometry } from '#geo/planFiles/planFile.ts'
import {
  aPlan,
  asCells,
  asCsv,
  asGeoJson,
  asKml,
  asKmz,
  asShapefile,
  asXlsx,
  type PlanItem,
} from '../../aPlanFile.ts'
import { problemIn, read } from './readAnswers.ts'

const plan = aPlan(7, { grids: 3, buildings: 20, places: 6 })
const geometryOf = ({ ring, at }: PlanItem): PlanGeometry =>
  ring.length > 0 ? { type: 'polygons', polygons: [[ring]] } : { type: 'point', at }
const names = plan.items.map(({ name }) => name)

describe('the same plan', () => {
  it.each([
    ['a table in UTF-8', asCsv(plan), 'csv', 'utf-8'],
    ['a table with a byte order mark', asCsv(plan, { encoding: 'bom' }), 'csv', 'utf-8'],
    ['a table in GB18030', asCsv(plan, { encoding: 'gb18030' }), 'csv', 'gb18030'],
    ['a table with tabs', asCsv(plan, { separator: '\t' }), 'csv', 'utf-8'],
    ['a sheet', asXlsx(plan), 'xlsx', null],
  ] as const)('comes out of %s cell by cell', async (_, bytes, format, encoding) => {
    const file = await read(bytes)
    const [header, ...cells] = asCells(plan)
    expect(file).toMatchObject({ format, encoding, columns: header, system: null, notes: [] })
    expect(file.rows.map(({ values }) => Object.values(values))).toEqual(cells)
    expect(file.rows.map(({ line }) => line)).toEqual(cells.map((_, index) => index + 2))
  })

  it('comes out of GeoJSON with its geometry', async () => {
    const file = await read(asGeoJson(plan))
    expect(file).toMatchObject({ format: 'geojson', encoding: null, system: null, notes: [] })
    expect(file.columns).toEqual(['type', 'code', 'name', 'grid'])
    expect(file.rows).toEqual(
      plan.items.map((item, index) => ({
        line: index + 1,
        values: { type: item.type, code: item.code, name: item.name, grid: item.grid },
        geometry: geometryOf(item),
      })),
    )
  })

  it.each([
    ['KML', asKml(plan), 'kml'],
    ['KMZ', asKmz(plan), 'kmz'],
  ] as const)('comes out of %s with its folders', async (_, bytes, format) => {
    const file = await read(bytes)
    expect(file).toMatchObject({ format, encoding: null, system: null, notes: [] })
    expect(file.columns).toEqual(['name', 'code', 'grid', 'folder'])
    expect(file.rows).toEqual(
      plan.items.map((item, index) => ({
        line: index + 1,
        values: { name: item.name, code: item.code, grid: item.grid, folder: item.type },
        geometry: geometryOf(item),
      })),
    )
  })

  it.each(['polygons', 'points'] as const)('comes out of a shapefile of %s', async (of) => {
    const file = await read(asShapefile(plan, { of, prj: null }))
    const items = plan.items.filter(({ ring }) => ring.length > 0 === (of === 'polygons'))
    expect(file).toMatchObject({ format: 'shapefile', encoding: 'gb18030', system: null })
    expect(file.rows.map(({ values }) => values.name)).toEqual(items.map(({ name }) => name))
    expect(file.rows.map(({ geometry }) => corners(geometry))).toEqual(
      items.map((item) => corners(geometryOf(item))),
    )
  })

  it('comes out of a file on the disk as out of memory', async () => {
    const files: PlanFile[] = []
    for (const bytes of [asCsv(plan), asGeoJson(plan), asKmz(plan)]) {
      const file = await read(new Blob([Uint8Array.from(bytes)]))
      expect(file).toEqual(await read(bytes))
      files.push(file)
    }
    expect(files.map(({ rows }) => rows.length)).toEqual(files.map(() => names.length))
  })
})

/** A shapefile's rings begin elsewhere and run the other way. */
const corners = (geometry: PlanGeometry | null): string[] =>
  geometry?.type === 'polygons'
    ? geometry.polygons.flat(2).map(String).sort()
    : geometry?.type === 'point'
      ? [String(geometry.at)]
      : []

describe('a file of another kind', () => {
  it.each([
    ['PNG', '\x89PNG\r\n\x1a\n', 'isAPicture'],
    ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF', 'isAPicture'],
    ['WebP', 'RIFF\x24\0\0\0WEBPVP8 ', 'isAPicture'],
    ['HEIC', '\0\0\0\x18ftypheic', 'isAPicture'],
    ['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'isAPicture'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3', 'isAPdf'],
    ['an old spreadsheet', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0', 'isAnOldSheet'],
    [
      'a spreadsheet under a password',
      `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${[...'EncryptedPackage'].join('\0')}\0`,
      'zipLocked',
    ],
    ['a program', '\x7fELF\x02\x01\x01\0\0\0', 'notAPlanFile'],
    ['a page', '<!doctype html><html><body>114.3,30.5</body></html>', 'notAPlanFile'],
    ['JSON of something', '{"name": "x", "version": 1}', 'notAPlanFile'],
  ])('is refused by name: %s', async (_, letters, code) => {
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    expect(await problemIn(bytes)).toEqual({ code })
  })

  it('is refused where a zip holds nothing of a plan', async () => {
    expect(await problemIn(zipSync({ 'a.txt': Uint8Array.of(1) }))).toEqual({
      code: 'notAPlanFile',
    })
  })

  it('is refused over 200 MB before any of it is read', async () => {
    const unread = new Blob([])
    Object.defineProperty(unread, 'size', { value: 200_000_001 })
    unread.slice = () => {
      throw new Error('was read')
    }
    expect(await problemIn(unread)).toEqual({
      code: 'tooLarge',
      detail: { megabytes: 201, most: 200 },
    })
  })
})

describe('a file that cannot be read', () => {
  it('is an answer even where the disk fails', async () => {
    const gone = new Blob(['code\n1'])
    gone.slice = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    expect(await problemIn(gone)).toEqual({ code: 'fileBroken' })
  })

  it('is an answer wherever it is cut or altered', async () => {
    const whole = [
      asCsv(plan),
      asGeoJson(plan),
      asKml(plan),
      asKmz(plan),
      asXlsx(plan),
      asShapefile(plan),
    ]
    let refused = 0
    for (const bytes of whole)
      for (let step = 1; step < 40; step++) {
        const at = Math.floor((bytes.length * step) / 40)
        const altered = Uint8Array.from(bytes)
        altered[at] = altered[at]! ^ 0xff
        for (const file of [bytes.slice(0, at), altered])
          if (!(await readPlanFile(file)).ok) refused++
      }
    expect(refused).toBeGreaterThan(200)
  })

  it('names the entry of a zip whose checksum is wrong', async () => {
    const stored = zipSync(unzipSync(asKmz(plan)), { level: 0 })
    stored[stored.length >> 1]! ^= 1
    expect(await problemIn(stored)).toEqual({ code: 'zipBroken', detail: { entry: 'doc.kml' } })
  })
})
