// One invented plan, as every kind of file and in every system, becomes the same grids and places;
// imported again it alters nothing.
import proj4 from 'proj4'
import { describe, expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Corner, PlanFile } from '#geo/planFiles/planFile.ts'
import { axesSwapped, guessMetres } from '#geo/systems/axes.ts'
import { toGcj02 } from '#geo/systems/chineseShift.ts'
import { type PlanSystem, systemOf } from '#geo/systems/planSystem.ts'
import { toWgs84 } from '#geo/systems/toWgs84.ts'
import type { Plan } from '#domain/plan/plan.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import {
  aPlan,
  asCsv,
  asGeoJson,
  asKml,
  asKmz,
  asShapefile,
  asXlsx,
  type PlanItem,
  zone38Prj,
} from '../../aPlanFile.ts'
import { read } from '../../geo/planFiles/readAnswers.ts'
import { draftsOf, planAfter, previewOf, root } from './planWorld.ts'

const plan = aPlan(11, { grids: 3, buildings: 24, places: 9 })
const empty: Plan = { grids: new Map([[root.id, { v: 1, f: root }]]), places: new Map() }

const shapes = async (options: Parameters<typeof asShapefile>[1] = {}): Promise<PlanFile> => {
  const [polygons, points] = await Promise.all([
    read(asShapefile(plan, { prj: null, ...options, of: 'polygons' })),
    read(asShapefile(plan, { prj: null, ...options, of: 'points' })),
  ])
  const later = points.rows.map((row) => ({ ...row, line: row.line + polygons.rows.length }))
  return { ...polygons, rows: [...polygons.rows, ...later] }
}

/** What a plan says, by codes: ids differ from one import to the next. */
function toldBy({ grids, places }: Plan) {
  const codeOf = new Map([...grids.values()].map(({ f }) => [f.id, f.code ?? f.name]))
  return {
    grids: [...grids.values()]
      .map(({ f }) => [f.code, f.name, f.level, f.parentId && codeOf.get(f.parentId)])
      .sort(),
    places: [...places.values()]
      .map(({ f }) => [f.code, f.name, f.type, codeOf.get(f.gridId)])
      .sort(),
  }
}

const truth = {
  grids: plan.items
    .filter(({ type }) => type === 'community' || type === 'grid')
    .map(({ code, name, type, grid }) => [code, name, type, grid || null])
    .sort(),
  places: plan.items
    .filter(({ type }) => type === 'building' || type === 'point')
    .map(({ code, name, type, grid }) => [code, name, type, grid])
    .sort(),
}
const itemOf = new Map<string, PlanItem>(plan.items.map((item) => [item.code, item]))

/** How far any place lies from where it should, in metres. */
const farthest = ({ places }: Plan): number =>
  Math.max(
    ...[...places.values()].map(({ f }) => {
      const [lon, lat] = itemOf.get(f.code)!.at
      return distanceMetres(f, { lon, lat })
    }),
  )

function imported(file: PlanFile, convert: (corner: Corner) => Corner = (corner) => corner) {
  const drafts = () => draftsOf(file, { toWgs84: convert })
  const preview = previewOf(empty, drafts())
  expect(preview.problems.filter(isPlanError)).toEqual([])
  const after = planAfter(empty, preview)
  return { after, again: previewOf(after, drafts()) }
}

const formats: [string, () => Promise<PlanFile>][] = [
  ['CSV in UTF-8', () => read(asCsv(plan))],
  ['CSV in GB18030', () => read(asCsv(plan, { encoding: 'gb18030' }))],
  ['GeoJSON', () => read(asGeoJson(plan))],
  ['KML', () => read(asKml(plan))],
  ['KMZ', () => read(asKmz(plan))],
  ['XLSX', () => read(asXlsx(plan))],
  ['shapefiles in GB18030', () => shapes()],
  ['shapefiles in UTF-8', () => shapes({ encoding: 'utf-8' })],
]

describe('the same plan', () => {
  it.each(formats)('as %s is the same grids and places', async (_, open) => {
    const { after } = imported(await open())
    expect(toldBy(after)).toEqual(truth)
    expect(farthest(after)).toBeLessThan(0.1)
  })

  it.each(formats)('as %s alters nothing a second time', async (_, open) => {
    const { again } = imported(await open())
    expect(again.rows).toHaveLength(plan.items.length)
    expect(again.rows.filter(({ state }) => state !== 'same')).toEqual([])
  })

  it.each(formats.filter(([name]) => /JSON|KM|shape/.test(name)))(
    'as %s brings borders and outlines as they were drawn',
    async (_, open) => {
      const { grids, places } = imported(await open()).after
      const drawn = [...grids.values(), ...places.values()].map(({ f }) => ({
        code: f.code!,
        ring: ('border' in f ? f.border : f.outline) ?? [],
      }))
      for (const { code, ring } of drawn)
        expect(new Set(ring.map(String))).toEqual(new Set(itemOf.get(code)!.ring.map(String)))
    },
  )

  it('of CSV after the same as GeoJSON alters nothing but who placed what', async () => {
    const { after } = imported(await read(asGeoJson(plan)))
    const { rows } = previewOf(after, draftsOf(await read(asCsv(plan))))
    expect(rows.filter(({ state }) => state === 'new')).toEqual([])
    const { places } = planAfter(after, previewOf(after, draftsOf(await read(asCsv(plan)))))
    for (const { f } of places.values())
      expect(f.outline?.length ?? 0).toBe(f.type === 'building' ? 4 : 0)
  })
})

/** By Baidu's published formula, upon GCJ-02. */
function toBd09(corner: Corner): Corner {
  const [x, y] = toGcj02(corner)
  const turn = (Math.PI * 3000) / 180
  const z = Math.hypot(x, y) + 0.00002 * Math.sin(y * turn)
  const theta = Math.atan2(y, x) + 0.000003 * Math.cos(x * turn)
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006]
}
const zone38 = proj4(
  '+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=38500000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
).forward
const inZone38 = ([lon, lat]: Corner): Corner => {
  const [x, y] = zone38([lon, lat])
  return [x, y]
}
const exchanged = ([x, y]: Corner): Corner => [y, x]

describe('a plan comes to within 0.1 m of the truth', () => {
  const systems: [string, PlanSystem, (corner: Corner) => Corner, boolean][] = [
    ['GCJ-02', 'gcj02', toGcj02, false],
    ['BD-09', 'bd09', toBd09, false],
    ['WGS-84 with latitude first', 'wgs84', exchanged, true],
    ['GCJ-02 with latitude first', 'gcj02', (at) => exchanged(toGcj02(at)), true],
    ['zone 38', { zone: 38, width: 3 }, inZone38, false],
    ['zone 38 with north first', { zone: 38, width: 3 }, (at) => exchanged(inZone38(at)), true],
    [
      'metres of 114° E without a zone',
      { meridian: 114 },
      (at) => [inZone38(at)[0] - 38_000_000, inZone38(at)[1]],
      false,
    ],
  ]
  it.each(systems)('from %s', async (_, system, write, isExchanged) => {
    const convert = await toWgs84(system, isExchanged)
    for (const bytes of [asCsv(plan, { system: write }), asGeoJson(plan, { system: write })]) {
      const file = await read(bytes)
      expect(farthest(imported(file, convert!).after)).toBeLessThan(0.1)
      // Taken as it is, it would be elsewhere.
      const asIs = planAfter(empty, previewOf(empty, draftsOf(file)))
      expect(farthest(asIs)).toBeGreaterThan(100)
    }
  })

  it('from a shapefile by its own .prj', async () => {
    const file = await shapes({ system: inZone38, prj: zone38Prj })
    const convert = await toWgs84(systemOf(file.system!)!)
    expect(farthest(imported(file, convert!).after)).toBeLessThan(0.1)
  })

  it('and says itself that its axes are exchanged and which zone it is of', () => {
    const points = plan.items.map(({ at }) => at)
    expect([axesSwapped(points), axesSwapped(points.map(exchanged))]).toEqual([false, true])
    expect(guessMetres(points.map(inZone38))).toEqual({
      system: { zone: 38, width: 3 },
      isExchanged: false,
    })
    expect(guessMetres(points.map((at) => exchanged(inZone38(at))))).toEqual({
      system: { zone: 38, width: 3 },
      isExchanged: true,
    })
  })
})
