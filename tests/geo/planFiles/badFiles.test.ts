// Files that are broken, locked, too large or point elsewhere: what each is answered, never thrown.
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { limits } from '#geo/planFiles/limits.ts'
import { systemOf } from '#geo/systems/planSystem.ts'
import {
  aPlan,
  asGeoJson,
  asKml,
  asKmz,
  asShapefile,
  shapefileOf,
  workbookOf,
} from '../../aPlanFile.ts'
import { problemIn, read } from './readAnswers.ts'

const plan = aPlan(3, { grids: 2, buildings: 6, places: 2 })
const features = plan.items.length

/** Where each record of the zip's directory begins. */
function recordsOf(zip: Uint8Array): number[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  return Array.from({ length: zip.length - 46 }, (_, at) => at).filter(
    (at) => view.getUint32(at, true) === 0x02014b50,
  )
}
/** Writes over what the directory says of each entry. */
function altered(zip: Uint8Array, write: (view: DataView, record: number) => void): Uint8Array {
  const copy = Uint8Array.from(zip)
  for (const record of recordsOf(copy)) write(new DataView(copy.buffer), record)
  return copy
}
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const within = (bytes: Uint8Array, text: string, instead: string): Uint8Array =>
  strToU8(textOf(bytes).replace(text, instead))

const kml = asKml(plan)
const kmz = asKmz(plan)
const megabyte = 1_000_000

describe('a zip is refused', () => {
  const files: [string, Uint8Array, object][] = [
    [
      'that says it unpacks to more than 500 MB',
      altered(kmz, (view, at) => view.setUint32(at + 24, 501 * megabyte, true)),
      { code: 'zipTooLarge', detail: { megabytes: 501, most: 10 } },
    ],
    [
      'of zeros, more than a hundred times itself',
      zipSync({ 'doc.kml': new Uint8Array(30 * megabyte) }),
      { code: 'zipTooLarge', detail: { megabytes: 30, most: 10 } },
    ],
    [
      'that unpacks to more than it says',
      altered(kmz, (view, at) => view.setUint32(at + 24, 100, true)),
      { code: 'zipBroken', detail: { entry: 'doc.kml' } },
    ],
    [
      'of more than a thousand entries',
      zipSync(
        Object.fromEntries(
          Array.from({ length: limits.zipEntries + 1 }, (_, i) => [`${i}.txt`, new Uint8Array(0)]),
        ),
      ),
      { code: 'zipTooLarge', detail: { entries: 1001, most: 1000 } },
    ],
    [
      'with a name that leads out of it',
      zipSync({ '../../etc/doc.kml': kml }),
      { code: 'zipBroken', detail: { entry: '../../etc/doc.kml' } },
    ],
    [
      'with such a name as Windows writes it',
      zipSync({ 'a\\..\\..\\doc.kml': kml }),
      { code: 'zipBroken', detail: { entry: 'a/../../doc.kml' } },
    ],
    [
      'with a name from the root',
      zipSync({ '/etc/doc.kml': kml }),
      { code: 'zipBroken', detail: { entry: '/etc/doc.kml' } },
    ],
    [
      'with an entry under a password',
      altered(kmz, (view, at) => view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true)),
      { code: 'zipLocked' },
    ],
    [
      'whose checksum is another',
      altered(kmz, (view, at) => view.setUint32(at + 16, 0, true)),
      { code: 'zipBroken', detail: { entry: 'doc.kml' } },
    ],
    [
      'packed in a way of its own',
      altered(kmz, (view, at) => view.setUint16(at + 10, 99, true)),
      { code: 'zipBroken', detail: { entry: 'doc.kml' } },
    ],
    ['without its end', kmz.slice(0, -30), { code: 'zipBroken' }],
  ]
  it.each(files)('%s', async (_, bytes, problem) => {
    expect(await problemIn(bytes)).toEqual(problem)
  })

  it('before anything of a bomb is unpacked', async () => {
    const claimed = altered(kmz, (view, at) => view.setUint32(at + 24, 0xfffffff0, true))
    const before = process.memoryUsage().arrayBuffers
    expect(await problemIn(claimed)).toMatchObject({ code: 'zipTooLarge' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * megabyte)
  })
})

describe('GeoJSON', () => {
  const whole = asGeoJson(plan)

  it('that is cut says after which feature', async () => {
    const text = textOf(whole)
    const from = text.indexOf('"features"')
    for (const [share, least] of [
      [0.3, 1],
      [0.9, 5],
    ] as const) {
      const cut = text.slice(0, Math.floor(text.length * share))
      const complete = cut.slice(from).split('},{"type":"Feature"').length - 1
      expect(complete).toBeGreaterThanOrEqual(least)
      expect(await problemIn(cut)).toEqual({ code: 'fileCut', detail: { feature: complete } })
    }
  })

  it('of more than a feature may be, cut, says so too', async () => {
    const many = aPlan(5, { grids: 2, buildings: 20_000, places: 0 })
    const large = asGeoJson(many)
    expect(large.length).toBeGreaterThan(limits.featureBytes)
    const problem = await problemIn(new Blob([Uint8Array.from(large.slice(0, -500))]))
    expect(problem.code).toBe('fileCut')
    expect(problem.detail!.feature).toBeGreaterThan(many.items.length - 5)
  })

  it.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'wgs84'],
    ['EPSG:4490', 'cgcs2000'],
    ['urn:ogc:def:crs:EPSG::4526', { zone: 38, width: 3 }],
    ['urn:ogc:def:crs:EPSG::4547', { meridian: 114 }],
    ['EPSG:2343', null],
  ])('that names its system %s is asked about it, not overruled', async (crs, system) => {
    const file = await read(asGeoJson(plan, { crs }))
    expect([file.system, systemOf(file.system!)]).toEqual([crs, system])
    expect(file.rows).toHaveLength(features)
  })

  it('with one broken feature is read, and the feature named', async () => {
    const broken = within(whole, '"coordinates":[', '"coordinates":["x",')
    const file = await read(broken)
    expect(file.rows).toHaveLength(features)
    expect(file.notes).toEqual([{ code: 'geometryBroken', line: 1 }])
  })

  it('says of which rows it took less than they hold', async () => {
    const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry })
    const apart = feature({
      type: 'MultiPoint',
      coordinates: [
        [114.3, 30.5],
        [114.4, 30.6],
      ],
    })
    const strange = feature({ type: 'Solid', coordinates: [] })
    const { rows, notes } = await read(
      JSON.stringify({ type: 'FeatureCollection', features: [apart, strange] }),
    )
    expect(rows.map(({ geometry }) => geometry)).toEqual([
      { type: 'point', at: [114.3, 30.5] },
      null,
    ])
    expect(notes).toEqual([
      { code: 'geometryInParts', line: 1, detail: { parts: 2 } },
      { code: 'geometryUnknown', line: 2, detail: { type: 'Solid' } },
    ])
  })

  it('with one feature larger than any plan has is refused, and the feature named', async () => {
    const text = textOf(whole)
    const large = text.replace(
      '"properties":{',
      `"properties":{"note":"${'x'.repeat(limits.featureBytes)}",`,
    )
    expect(await problemIn(large)).toEqual({
      code: 'featureTooLarge',
      line: 1,
      detail: { megabytes: 6, most: 5 },
    })
  })
})

describe('KML', () => {
  it('that points elsewhere is read, and what it points to is named and not followed', async () => {
    const link = '<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>'
    const file = await read(within(kml, '<Folder>', `${link}${link}<Folder>`))
    expect(file.rows).toHaveLength(features)
    expect(file.notes).toEqual([{ code: 'linksIgnored', detail: { links: 2 } }])
  })

  it('expands no entities, however many they would be', async () => {
    const head =
      '<!DOCTYPE kml [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">' +
      '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    const bomb = within(
      within(kml, '?>\n', `?>\n${head}`),
      '<name>计划</name>',
      '<Placemark><name>&b;&c;</name><Point><coordinates>114.3,30.5</coordinates></Point></Placemark>',
    )
    const file = await read(bomb)
    expect(file.rows[0]!.values.name).toBe('&b;&c;')
    expect(file.notes).toEqual([{ code: 'entitiesIgnored' }])
  })

  it('that is cut says after which placemark', async () => {
    const text = textOf(kml)
    const third = text.split('</Placemark>', 3).join('</Placemark>').length
    expect(await problemIn(text.slice(0, third - 20))).toEqual({
      code: 'fileCut',
      detail: { feature: 2 },
    })
    expect(await problemIn(zipSync({ 'doc.kml': kml.slice(0, -20) }))).toEqual({
      code: 'fileCut',
      detail: { feature: features },
    })
  })
})

describe('a shapefile', () => {
  const polygons = plan.items.filter(({ ring }) => ring.length > 0).length
  const entries = unzipSync(asShapefile(plan, { prj: null }))

  it('whose .shp is cut says after which shape', async () => {
    const shp = entries['plan/plan.shp']!
    // Five corners: a header of 8 bytes and 128 of the shape.
    for (const [bytes, feature] of [
      [shp.length - 10, polygons - 1],
      [100 + 2 * 136 + 50, 2],
      [100 + 136, 1],
      [60, 0],
    ] as const) {
      const cut = zipSync({ ...entries, 'plan/plan.shp': shp.slice(0, bytes) })
      expect(await problemIn(cut)).toEqual({ code: 'fileCut', detail: { feature } })
    }
  })

  it('whose .dbf is cut says after which row', async () => {
    const dbf = entries['plan/plan.dbf']!
    const cut = zipSync({ ...entries, 'plan/plan.dbf': dbf.slice(0, -300) })
    expect(await problemIn(cut)).toEqual({ code: 'fileCut', detail: { feature: polygons - 2 } })
  })

  it('without its table has outlines and no words', async () => {
    const file = await read(zipSync(shapefileOf(plan, { without: ['dbf', 'shx'] })))
    expect(file.rows.map(({ values }) => values)).toEqual(Array(polygons).fill({}))
    expect(file.rows.every(({ geometry }) => geometry?.type === 'polygons')).toBe(true)
    expect([file.columns, file.encoding, file.notes]).toEqual([[], null, [{ code: 'noTable' }]])
  })

  it('needs no index, and without its .prj says that it has no system', async () => {
    const file = await read(asShapefile(plan, { prj: null, without: ['shx'] }))
    expect([file.system, file.notes]).toEqual([null, [{ code: 'noSystem' }]])
    expect(file.rows).toHaveLength(polygons)
  })

  it('whose words are fewer than its shapes says how many of each', async () => {
    const fewer = shapefileOf({ ...plan, items: plan.items.slice(1) }, { prj: null })
    const odd = zipSync({ ...entries, 'plan/plan.dbf': fewer['plan/plan.dbf'] as Uint8Array })
    const [words, shapes] = [polygons - 1, polygons]
    expect((await read(odd)).notes).toContainEqual({
      code: 'tableDiffers',
      detail: { shapes, rows: words },
    })
  })

  it('beside another in one zip is read alone, and the other named', async () => {
    const two = zipSync({ ...entries, 'plan/楼栋.shp': entries['plan/plan.shp']! })
    const { rows, notes } = await read(two)
    expect(rows).toHaveLength(polygons)
    expect(notes).toContainEqual({
      code: 'moreLayers',
      detail: { layer: 'plan/plan.shp', others: 'plan/楼栋.shp' },
    })
  })

  it.each([
    ['Xian 80', 'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980"]]'],
    ['Beijing 54', 'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954"]]'],
  ])('in %s says so, and is never taken for another system', async (_, prj) => {
    const { system } = await read(asShapefile(plan, { prj }))
    expect([system, systemOf(system!)]).toEqual([prj, null])
  })
})

describe('a table', () => {
  it.each([
    [
      'a quote that is never closed',
      '编码,名称\n1,甲\n2,"乙\n3,丙\n',
      { code: 'csvQuote', line: 3 },
    ],
    ['a header and nothing else', '编码,名称\n', { code: 'noRows' }],
    ['nothing at all', '', { code: 'noRows' }],
    ['blanks', ' \n \n', { code: 'noRows' }],
    [
      'more columns than anybody fills',
      `${Array.from({ length: limits.columns + 1 }, (_, i) => `c${i}`).join(',')}\n1\n`,
      { code: 'tooManyColumns', detail: { most: 1000 } },
    ],
  ])('with %s is refused', async (_, text, problem) => {
    expect(await problemIn(text)).toEqual(problem)
  })

  it('of several sheets is read by its first, and the others named', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const sheet = ['编码', '1'].map((text) => `<row>${cell(text)}</row>`).join('')
    const sheetData = `<sheetData>${sheet}</sheetData>`
    const { rows, notes } = await read(zipSync(workbookOf({ 楼栋: sheetData, 住户: sheetData })))
    expect(rows.map(({ values }) => values)).toEqual([{ 编码: '1' }])
    expect(notes).toEqual([{ code: 'moreSheets', detail: { sheet: '楼栋', others: '住户' } }])
  })
})
