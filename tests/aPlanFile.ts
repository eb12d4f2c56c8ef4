// An invented plan of a community, and the same plan as each kind of file that one comes in. None
// is written by what reads it: each writer is the plainest that the format allows.
import { strToU8, zipSync, type Zippable } from 'fflate'
import { mulberry32 } from './fuzz/randomness.ts'

type Corner = [number, number]

export interface PlanItem {
  type: 'community' | 'grid' | 'building' | 'point'
  code: string
  name: string
  /** Code of the grid that it lies in; '' for the community. */
  grid: string
  /** Where it is, or its middle: lon, lat in WGS-84. */
  at: Corner
  /** Closed, counter-clockwise; empty for a point. */
  ring: Corner[]
}

export interface InventedPlan {
  items: PlanItem[]
}

export interface PlanSize {
  grids?: number
  buildings?: number
  places?: number
  /** South-west corner. */
  from?: Corner
}

/** A row of grids side by side, 300 m square each, buildings and points spread over them. */
export function aPlan(seed: number, size: PlanSize = {}): InventedPlan {
  const { grids = 2, buildings = 10, places = 5, from = [114.3, 30.58] } = size
  const next = mulberry32(seed)
  const random = (): number => next() / 2 ** 32
  const side = 0.003
  const boxAt = ([lon, lat]: Corner, width: number, height: number): Corner[] =>
    [
      [lon, lat],
      [lon + width, lat],
      [lon + width, lat + height],
      [lon, lat + height],
      [lon, lat],
    ].map(([x, y]) => rounded([x!, y!]))
  const middleOf = (ring: readonly Corner[]): Corner =>
    rounded([(ring[0]![0] + ring[2]![0]) / 2, (ring[0]![1] + ring[2]![1]) / 2])
  const cornerOf = (grid: number): Corner => [from[0] + grid * side, from[1]]
  const withRing = (item: Omit<PlanItem, 'at' | 'ring'>, ring: Corner[]): PlanItem => ({
    ...item,
    at: middleOf(ring),
    ring,
  })

  const community = withRing(
    { type: 'community', code: 'S1', name: '幸福社区', grid: '' },
    boxAt(from, side * grids, side),
  )
  const gridItems = Array.from({ length: grids }, (_, index) =>
    withRing(
      { type: 'grid', code: `W-${index + 1}`, name: `第${index + 1}网格`, grid: 'S1' },
      boxAt(cornerOf(index), side, side),
    ),
  )
  const spotIn = (grid: number): Corner => [
    cornerOf(grid)[0] + side * (0.05 + 0.8 * random()),
    cornerOf(grid)[1] + side * (0.05 + 0.8 * random()),
  ]
  const buildingItems = Array.from({ length: buildings }, (_, index) => {
    const grid = index % grids
    const name = `${names[index % names.length]!} ${index + 1} 栋`
    const ring = boxAt(spotIn(grid), 0.0002 + 0.0002 * random(), 0.0001 + 0.0001 * random())
    return withRing({ type: 'building', code: `${index + 1}`, name, grid: `W-${grid + 1}` }, ring)
  })
  const pointItems = Array.from({ length: places }, (_, index): PlanItem => {
    const grid = index % grids
    const code = `D-${100 + index}`
    const at = rounded(spotIn(grid))
    return { type: 'point', code, name: `灯杆 ${code}`, grid: `W-${grid + 1}`, at, ring: [] }
  })
  return { items: [community, ...gridItems, ...buildingItems, ...pointItems] }
}

/** With what a careless reader trips over: quotes, separators, brackets and words of XML. */
const names = ['幸福里', '长宁大厦', '黄陂"老"街', '乐山{2}期', '重庆路,北', '埗头<&>', '𠮷祥里']

const rounded = ([x, y]: Corner): Corner => [Number(x.toFixed(7)), Number(y.toFixed(7))]

export interface Written {
  /** From WGS-84 into the system of the file. */
  system?: (corner: Corner) => Corner
}

export const tableColumns = ['编码', '名称', '类型', '网格', '经度', '纬度'] as const

/** The cells of each row, header first. */
export function asCells(
  { items }: InventedPlan,
  { system = (at) => at }: Written = {},
): string[][] {
  const rows = items.map(({ code, name, type, grid, at }) => {
    const [x, y] = system(at)
    return [code, name, type, grid, String(x), String(y)]
  })
  return [[...tableColumns], ...rows]
}

export interface WrittenTable extends Written {
  encoding?: 'utf-8' | 'bom' | 'gb18030'
  separator?: string
}

export function asCsv(plan: InventedPlan, options: WrittenTable = {}): Uint8Array {
  const { encoding = 'utf-8', separator = ',' } = options
  const quoted = (cell: string): string =>
    cell.includes('"') || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell
  const text = asCells(plan, options)
    .map((cells) => `${cells.map(quoted).join(separator)}\r\n`)
    .join('')
  if (encoding === 'gb18030') return inGb18030(text)
  return strToU8(encoding === 'bom' ? `\ufeff${text}` : text)
}

/** `crs`: the member that came before RFC 7946. */
export function asGeoJson(
  plan: InventedPlan,
  options: Written & { crs?: string } = {},
): Uint8Array {
  const { crs, system = (at) => at } = options
  const features = plan.items.map(({ at, ring, ...properties }) => ({
    type: 'Feature',
    properties,
    geometry:
      ring.length > 0
        ? { type: 'Polygon', coordinates: [ring.map(system)] }
        : { type: 'Point', coordinates: system(at) },
  }))
  const named = crs ? { crs: { type: 'name', properties: { name: crs } } } : {}
  return strToU8(JSON.stringify({ type: 'FeatureCollection', ...named, features }))
}

/** One folder for each type; code and grid in extended data. */
export function asKml({ items }: InventedPlan, { system = (at) => at }: Written = {}): Uint8Array {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const tuples = (corners: Corner[]): string =>
    corners.map((corner) => `${system(corner).join(',')},0`).join(' ')
  const geometry = ({ at, ring }: PlanItem): string =>
    ring.length > 0
      ? `<Polygon><outerBoundaryIs><LinearRing><coordinates>${tuples(ring)}</coordinates></LinearRing></outerBoundaryIs></Polygon>`
      : `<Point><coordinates>${tuples([at])}</coordinates></Point>`
  const placemark = (item: PlanItem): string =>
    `<Placemark><name>${escaped(item.name)}</name><ExtendedData>` +
    `<Data name="code"><value>${item.code}</value></Data>` +
    `<Data name="grid"><value>${item.grid}</value></Data></ExtendedData>${geometry(item)}</Placemark>`
  const folders = [...new Set(items.map(({ type }) => type))].map(
    (type) =>
      `<Folder><name>${type}</name>${items
        .filter((item) => item.type === type)
        .map(placemark)
        .join('\n')}</Folder>`,
  )
  return strToU8(
    `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` +
      `<name>计划</name>${folders.join('\n')}</Document></kml>`,
  )
}

export const asKmz = (plan: InventedPlan, options: Written = {}): Uint8Array =>
  zipSync({ 'doc.kml': asKml(plan, options) })

/** Strings stand in the cells; coordinates are numbers. */
export function asXlsx(plan: InventedPlan, options: Written = {}): Uint8Array {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const cell = (text: string, column: number, row: number): string => {
    const place = `r="${String.fromCharCode(65 + column)}${row + 1}"`
    return row > 0 && column > 3
      ? `<c ${place}><v>${text}</v></c>`
      : `<c ${place} t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  }
  const rows = asCells(plan, options).map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((text, column) => cell(text, column, row)).join('')}</row>`,
  )
  return zipSync(workbookOf({ 计划: `<sheetData>${rows.join('')}</sheetData>` }))
}

/** What stands inside `<worksheet>`, by the name of the sheet. */
export function workbookOf(sheets: Record<string, string>): Record<string, Uint8Array> {
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const package_ = 'http://schemas.openxmlformats.org/package/2006'
  const all = Object.entries(sheets)
  const listed = all.map(
    ([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  const related = all.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  const worksheets = all.map(([, body], index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    strToU8(`${head}<worksheet xmlns="${main}">${body}</worksheet>`),
  ])
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return {
    '[Content_Types].xml': strToU8(
      `${head}<Types xmlns="${package_}/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${head}<Relationships xmlns="${package_}/relationships"><Relationship Id="rId1" ` +
        `Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${listed.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${head}<Relationships xmlns="${package_}/relationships">${related.join('')}</Relationships>`,
    ),
    ...(Object.fromEntries(worksheets) as Record<string, Uint8Array>),
  }
}

/** As ArcGIS writes it for the third-degree zone about 114° E, its number before the easting. */
export const zone38Prj =
  'PROJCS["CGCS2000_3_Degree_GK_Zone_38",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",' +
  'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],' +
  'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],' +
  'PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],' +
  'PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],' +
  'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'

export interface WrittenShapes extends Written {
  /** A shapefile holds shapes of one kind. */
  of?: 'polygons' | 'points'
  encoding?: 'utf-8' | 'gb18030'
  /** How the encoding is told: by a .cpg, by the byte for the language, not at all. */
  told?: 'cpg' | 'language' | 'nowhere'
  prj?: string | null
  /** Entries of the zip that are left out, by their ending. */
  without?: ('dbf' | 'shx')[]
}

export const asShapefile = (plan: InventedPlan, options: WrittenShapes = {}): Uint8Array =>
  zipSync(shapefileOf(plan, options))

/** The entries of the zip. */
export function shapefileOf({ items }: InventedPlan, options: WrittenShapes = {}): Zippable {
  const { of = 'polygons', encoding = 'gb18030', told = 'cpg', without = [] } = options
  const { system = (at) => at, prj = zone38Prj } = options
  const shown = items.filter(({ ring }) => ring.length > 0 === (of === 'polygons'))
  const contents = shown.map(({ at, ring }) =>
    of === 'polygons' ? polygonShape(ring.map(system)) : pointShape(system(at)),
  )
  const shp = shapes(of === 'polygons' ? 5 : 1, contents)
  const dbf = tableOf(
    shown.map(({ code, name, type, grid }) => ({ code, name, type, grid })),
    encoding,
    told === 'language' ? 0x4d : 0,
  )
  return {
    'plan/plan.shp': shp,
    ...(without.includes('shx') ? {} : { 'plan/plan.shx': shp.subarray(0, 100) }),
    ...(without.includes('dbf') ? {} : { 'plan/plan.dbf': dbf }),
    ...(prj === null ? {} : { 'plan/plan.prj': strToU8(prj) }),
    ...(told === 'cpg' ? { 'plan/plan.cpg': strToU8(encoding === 'utf-8' ? 'UTF-8' : '936') } : {}),
  }
}

function shapes(type: number, contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + 8 + content.length, 100)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, 9994)
  view.setInt32(24, length / 2)
  view.setInt32(28, 1000, true)
  view.setInt32(32, type, true)
  let at = 100
  for (const [index, content] of contents.entries()) {
    view.setInt32(at, index + 1)
    view.setInt32(at + 4, content.length / 2)
    bytes.set(content, at + 8)
    at += 8 + content.length
  }
  return bytes
}

function pointShape([x, y]: Corner): Uint8Array {
  const view = new DataView(new ArrayBuffer(20))
  view.setInt32(0, 1, true)
  view.setFloat64(4, x, true)
  view.setFloat64(12, y, true)
  return new Uint8Array(view.buffer)
}

/** Its outer ring runs clockwise, as the format wants it. */
function polygonShape(ring: readonly Corner[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(48 + 16 * ring.length))
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  view.setInt32(0, 5, true)
  for (const [index, bound] of [
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  ].entries())
    view.setFloat64(4 + 8 * index, bound, true)
  view.setInt32(36, 1, true)
  view.setInt32(40, ring.length, true)
  for (const [index, [x, y]] of ring.toReversed().entries()) {
    view.setFloat64(48 + 16 * index, x, true)
    view.setFloat64(56 + 16 * index, y, true)
  }
  return new Uint8Array(view.buffer)
}

/** Columns of 60 bytes of text. */
function tableOf(
  rows: readonly Record<string, string>[],
  encoding: 'utf-8' | 'gb18030',
  language: number,
): Uint8Array {
  const columns = Object.keys(rows[0] ?? {})
  const [header, width, cell] = [33 + 32 * columns.length, 1 + 60 * columns.length, 60]
  const bytes = new Uint8Array(header + width * rows.length + 1).fill(0x20, header)
  const view = new DataView(bytes.buffer)
  bytes[0] = 3
  view.setUint32(4, rows.length, true)
  view.setUint16(8, header, true)
  view.setUint16(10, width, true)
  bytes[29] = language
  for (const [index, column] of columns.entries()) {
    bytes.set(strToU8(column), 32 + 32 * index)
    bytes[43 + 32 * index] = 0x43
    bytes[48 + 32 * index] = cell
  }
  bytes[header - 1] = 0x0d
  for (const [row, values] of rows.entries())
    for (const [index, column] of columns.entries()) {
      const text = values[column] ?? ''
      const words = encoding === 'utf-8' ? strToU8(text) : inGb18030(text)
      bytes.set(words.subarray(0, cell), header + width * row + 1 + cell * index)
    }
  bytes[bytes.length - 1] = 0x1a
  return bytes
}

let gbkOf: Map<string, number[]> | undefined

/** By turning the decoder round: two bytes for the letters of GBK, four for those beyond it. */
export function inGb18030(text: string): Uint8Array {
  gbkOf ??= gbkLetters()
  return Uint8Array.from(
    [...text].flatMap((letter) => {
      const point = letter.codePointAt(0)!
      if (point < 0x80) return [point]
      const known = gbkOf!.get(letter)
      if (known) return known
      if (point < 0x10000) throw new Error(`no bytes for ${letter}`)
      const linear = point - 0x10000
      return [
        0x90 + Math.floor(linear / 12600),
        0x30 + (Math.floor(linear / 1260) % 10),
        0x81 + (Math.floor(linear / 10) % 126),
        0x30 + (linear % 10),
      ]
    }),
  )
}

function gbkLetters(): Map<string, number[]> {
  const decoder = new TextDecoder('gb18030')
  const letters = new Map<string, number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if ([...letter].length === 1 && letter !== '\ufffd') letters.set(letter, [lead, trail])
    }
  return letters
}
