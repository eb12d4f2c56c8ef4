// What reading a plan costs: a table of ten thousand places up to its preview, and a hundred
// megabytes of outlines. The limit is the plainest way to the same words: cells cut at commas, one
// JSON.parse of everything.
import { doubtOf, pointsIn } from '#client/plan/doubtOf.ts'
import { sayNames } from '#client/plan/sayNames.ts'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlanImportId } from '#domain/ids.ts'
import { guessColumns } from '#domain/plan/planColumns.ts'
import { planDrafts } from '#domain/plan/planDrafts.ts'
import { type PlanPreview, planPreview } from '#domain/plan/planPreview.ts'
import { type PlanFile, readPlanFile } from '#geo/planFiles/planFile.ts'
import { toWgs84 } from '#geo/systems/toWgs84.ts'
import type { Figure } from './figures.ts'
import { msOfAsync } from './msOf.ts'
import { somePlaces } from './somePlaces.ts'

const [rowCount, rounds] = [10_000, 5]
const [outlineBytes, outlineRounds] = [100_000_000, 3]
const gridId = 'g' as GridId
const noPlaces = { places: new Map(), grids: new Map([[gridId, { v: 1, f: theGrid() }]]) }

function theGrid(): Grid {
  return { id: gridId, name: '幸福社区', level: 'community', parentId: null, border: [] }
}

export async function planFilesPart(): Promise<Figure[]> {
  return [...(await tableFigures()), await outlinesFigure()]
}

async function tableFigures(): Promise<Figure[]> {
  const bytes = new TextEncoder().encode(aTable())
  const cut = (): Promise<unknown> =>
    Promise.resolve(
      new TextDecoder()
        .decode(bytes)
        .split('\n')
        .map((line) => line.split(',')),
    )
  const [read, whole, plain]: [number[], number[], number[]] = [[], [], []]
  for (let round = -1; round < rounds; round++) {
    let file: PlanFile | null = null
    const readMs = await msOfAsync(async () => (file = await fileIn(bytes)))
    const previewMs = await msOfAsync(async () => {
      const { problems, rows } = await previewOf(file!)
      if (rows.length !== rowCount || problems.length > 0)
        throw new Error(`${rows.length} rows, ${problems.length} problems`)
    })
    const plainMs = await msOfAsync(cut)
    if (round < 0) continue
    read.push(readMs)
    whole.push(readMs + previewMs)
    plain.push(plainMs)
  }
  const of = `${rowCount.toLocaleString('en')} rows of CSV`
  return [
    { what: `${of}, to their preview`, unit: 'ms', ours: whole, limit: plain, most: 1500 },
    { what: '  to rows', unit: 'ms', ours: read, limit: plain },
  ]
}

async function fileIn(bytes: Uint8Array): Promise<PlanFile> {
  const told = await readPlanFile(bytes)
  if (!told.ok) throw new Error(told.problem.code)
  return told.file
}

/** As the plan worker makes it, names said and coordinates doubted (client/plan/planWorker.ts). */
async function previewOf(file: PlanFile): Promise<PlanPreview> {
  const columns = guessColumns(file.columns)
  const convert = (await toWgs84('gcj02'))!
  const drafts = planDrafts(file, { columns, usualType: 'building', toWgs84: convert })
  let made = 0
  const preview = planPreview(noPlaces, drafts, {
    importId: 'import' as PlanImportId,
    now: Date.now(),
    newId: () => `new-${++made}`,
    usualGridId: gridId,
    makesGrids: false,
    goneTypes: [],
    pointTypes: ['lampPost'],
    leftOut: new Set(),
  })
  await sayNames(preview.rows)
  doubtOf(pointsIn(file, columns), noPlaces, { system: 'gcj02', isExchanged: false })
  return preview
}

const typeWords = { building: '楼栋', stairwell: '单元', dwelling: '户', shop: '商铺' } as const

function aTable(): string {
  const words: Readonly<Record<string, string>> = typeWords
  const lines = somePlaces(rowCount).map(({ name, type, lat, lon }, n) =>
    [`C${n}`, name, words[type] ?? '灯杆', '幸福社区', lon.toFixed(7), lat.toFixed(7)].join(','),
  )
  return ['编码,名称,类型,网格,经度,纬度', ...lines].join('\n')
}

async function outlinesFigure(): Promise<Figure> {
  const bytes = someOutlines()
  const [ours, limit]: [number[], number[]] = [[], []]
  for (let round = 0; round < outlineRounds; round++) {
    ours.push((await msOfAsync(async () => void (await fileIn(bytes)))) / 1000)
    const parse = (): Promise<unknown> =>
      Promise.resolve(JSON.parse(new TextDecoder().decode(bytes)))
    limit.push((await msOfAsync(parse)) / 1000)
  }
  return {
    what: `GeoJSON of ${Math.round(bytes.length / 1e6)} MB, to rows`,
    unit: 's',
    ours,
    limit,
    most: 5,
  }
}

/** Buildings of 37 corners, with quotes and braces in their names: a hundred thousand at most. */
function someOutlines(): Uint8Array {
  const encoder = new TextEncoder()
  const bytes = new Uint8Array(outlineBytes)
  let at = 0
  const put = (text: string): void =>
    void (at += encoder.encodeInto(text, bytes.subarray(at)).written)
  put('{"type":"FeatureCollection","features":[')
  for (let n = 0; at < outlineBytes - 2000; n++) {
    const [lon, lat] = [114 + (n % 300) * 0.001, 30 + Math.floor(n / 300) * 0.001]
    const ring = Array.from({ length: 37 }, (_, corner) => {
      const turn = ((corner % 36) / 36) * 2 * Math.PI
      const [x, y] = [lon + Math.cos(turn) * 2e-4, lat + Math.sin(turn) * 2e-4]
      return `[${x.toFixed(11)},${y.toFixed(11)}]`
    })
    const name = JSON.stringify(`"${n}"号楼 {一} [二] \\`)
    const properties = `{"code":"${n}","name":${name},"type":"building"}`
    const geometry = `{"type":"Polygon","coordinates":[[${ring.join(',')}]]}`
    put(`${n > 0 ? ',' : ''}{"type":"Feature","properties":${properties},"geometry":${geometry}}`)
  }
  put(']}')
  return bytes.subarray(0, at)
}
