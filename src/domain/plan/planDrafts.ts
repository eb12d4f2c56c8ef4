// What the rows of a file say: grids and places as drafts, which name each other by the words of
// the file. Building, stairwell and dwelling in three columns of one row are three places.
import type { Corner, PlanFile, PlanRow } from '#geo/planFiles/planFile.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { roundedCorner } from '#geo/ringEdits.ts'
import { boxMiddle, openRing, oriented } from '#geo/rings.ts'
import { readDegrees } from '#geo/systems/degrees.ts'
import type { Grid, Ring } from '../grid.ts'
import { normaliseCode, type PlaceType } from '../place.ts'
import { gridLevelOf, placeTypeOf, saysYes } from './placeWords.ts'
import type { ColumnChoice, PlanColumn } from './planColumns.ts'
import { planLimits, type PlanProblem } from './planProblem.ts'
import { key } from './previewRow.ts'

export interface GridDraft {
  t: 'grid'
  line: number
  name: string
  code: string
  /** As the file says; else it follows from its depth. */
  level: Grid['level'] | null
  /** Name or code of the grid it belongs to; empty where the file does not say. */
  parent: string
  parts: Ring[][]
}

export interface PlaceDraft {
  t: 'place'
  line: number
  type: PlaceType
  /** The file does not say: what is there already keeps its own. */
  isUntyped?: boolean
  code: string
  /** Empty where the file does not say: it keeps the one it has, or is called by its code. */
  name: string
  /** Name or code; empty where the file does not say. */
  grid: string
  /** Code of the place it belongs to. */
  parent: string
  at: Corner | null
  outline?: Ring
  holes?: Ring[]
  isPatrolPoint?: boolean
  pinyin?: string
  externalId?: string
}

export interface DraftChoices {
  columns: ColumnChoice
  /** From the file's coordinates to [lon, lat] in WGS-84. */
  toWgs84: (corner: Corner) => Corner
  /** What a row is whose type the file does not say. */
  usualType: PlaceType | 'grid'
}

export interface Drafts {
  grids: GridDraft[]
  places: PlaceDraft[]
  problems: PlanProblem[]
}

export function planDrafts(file: PlanFile, choices: DraftChoices): Drafts {
  const drafts: Drafts = { grids: [], places: [], problems: [] }
  for (const { code, line } of file.notes)
    if (code === 'geometryBroken') drafts.problems.push({ code, ...(line ? { line } : {}) })
  /** Buildings and stairwells that rows of dwellings have named. */
  const made = new Map<string, Door>()
  const convert = (corner: Corner): Corner => roundedCorner(choices.toWgs84(corner))
  for (const row of file.rows) {
    const cell = (column: PlanColumn): string => {
      const heading = choices.columns[column]
      return heading === undefined ? '' : plainWord(row.values[heading])
    }
    const said = cell('type')
    const level = said ? gridLevelOf(said) : undefined
    if (level !== undefined || (said === '' && choices.usualType === 'grid'))
      drafts.grids.push(gridOf(row, cell, level ?? null, convert))
    else addPlaces(drafts, made, row, cell, { ...choices, convert })
  }
  return drafts
}

type Cell = (column: PlanColumn) => string

/** On one line; a column may be called as every object is, and half a letter is none. */
const plainWord = (cell: unknown): string =>
  typeof cell === 'string' ? cell.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim() : ''

const gridOf = (
  { line, geometry }: PlanRow,
  cell: Cell,
  level: Grid['level'] | null,
  convert: (corner: Corner) => Corner,
): GridDraft => ({
  t: 'grid',
  line,
  name: cell('name') || cell('grid') || cell('code'),
  code: cell('code'),
  level,
  parent: cell('parent') || outerGrid(cell),
  parts:
    geometry?.type === 'polygons'
      ? oriented(geometry.polygons.map((rings) => rings.map((ring) => ring.map(convert))))
      : [],
})

/** What stands in a grid's own grid column: another grid it lies in, or itself once more. */
const outerGrid = (cell: Cell): string =>
  cell('name') && ![cell('name'), cell('code')].includes(cell('grid')) ? cell('grid') : ''

function addPlaces(
  { places, problems }: Drafts,
  made: Map<string, Door>,
  row: PlanRow,
  cell: Cell,
  { usualType, convert }: DraftChoices & { convert: (corner: Corner) => Corner },
): void {
  const { line } = row
  const said = cell('type')
  const type = said ? placeTypeOf(said) : usualType === 'grid' ? 'building' : usualType
  if (!type) {
    problems.push({ code: 'unknownType', line, detail: { type: said } })
    return
  }
  const where = whereOf(row, cell, convert)
  if (typeof where === 'string') {
    problems.push({ code: 'badNumber', line, detail: { value: where } })
    return
  }
  const common = { t: 'place', line, grid: cell('grid') } as const
  const doors = doorsOf(cell)
  for (const [depth, door] of doors.entries()) {
    const known = made.get(door.code)
    const isLast = depth === doors.length - 1
    if (isLast && known?.isOwnRow && isElsewhere(known, common.grid, where.at)) {
      const detail = { code: door.code, line, other: known.line }
      problems.push({ code: 'codeTwice', line, detail })
      return
    }
    // The row speaks of its innermost door; the outer ones stand where the first of them stands.
    const place: Door = known ?? {
      ...common,
      ...door,
      at: where.at,
      parent: doors[depth - 1]?.code ?? '',
    }
    if (isLast)
      Object.assign(place, ownFields(cell), { line, isOwnRow: true }, where.at ? where : {})
    if (!known) {
      made.set(door.code, place)
      places.push(place)
    }
  }
  if (doors.length > 0) return
  places.push({
    ...common,
    type,
    ...(said ? {} : { isUntyped: true }),
    code: cell('code'),
    name: cell('name'),
    parent: cell('parent'),
    ...where,
    ...ownFields(cell),
  })
}

/** `isOwnRow`: a row of the file is about it, and not only about what it holds. */
type Door = PlaceDraft & { isOwnRow?: boolean }

/** A roster has a row for each person of a flat; two estates have a building 3 each. */
const isElsewhere = (known: Door, grid: string, at: Corner | null): boolean =>
  (known.grid !== '' && grid !== '' && key(known.grid) !== key(grid)) ||
  (known.at !== null &&
    at !== null &&
    distanceMetres({ lat: known.at[1], lon: known.at[0] }, { lat: at[1], lon: at[0] }) >
      planLimits.likeMetres)

const ownFields = (cell: Cell): Partial<PlaceDraft> => ({
  ...(cell('isPatrolPoint') ? { isPatrolPoint: saysYes(cell('isPatrolPoint')) } : {}),
  ...(cell('pinyin') ? { pinyin: cell('pinyin').toLowerCase().slice(0, 400) } : {}),
  ...(cell('externalId') && cell('externalId').length <= 120
    ? { externalId: cell('externalId') }
    : {}),
})

const number = (cell: string, unit: RegExp): string => cell.normalize('NFKC').replace(unit, '')

/** 3号楼, 2单元, 201 → `3`, `3-2`, `3-2-201`: the doors of one row, the outermost first. */
function doorsOf(cell: Cell): Pick<PlaceDraft, 'type' | 'code' | 'name'>[] {
  const building = number(cell('building'), /[号幢栋楼座#]+$/u)
  const stairwell = number(cell('stairwell'), /(单元|梯)$/u)
  const dwelling = number(cell('dwelling'), /[室户]$/u)
  if (!building) return []
  const doors: Pick<PlaceDraft, 'type' | 'code' | 'name'>[] = [
    { type: 'building', code: normaliseCode(building), name: `${building}号楼` },
  ]
  if (stairwell)
    doors.push({
      type: 'stairwell',
      code: normaliseCode(`${building}-${stairwell}`),
      name: `${building}号楼${stairwell}单元`,
    })
  if (dwelling) {
    const outer = doors.at(-1)!
    doors.push({
      type: 'dwelling',
      code: normaliseCode(`${outer.code}-${dwelling}`),
      name: `${outer.name}${dwelling}`,
    })
  }
  return doors
}

type Where = Pick<PlaceDraft, 'at' | 'outline' | 'holes'>

/** A text where a number was expected. */
function whereOf(
  { geometry }: PlanRow,
  cell: Cell,
  convert: (corner: Corner) => Corner,
): Where | string {
  if (geometry?.type === 'point') return { at: convert(geometry.at) }
  if (geometry?.type === 'line') {
    const outline = openRing(geometry.line.map(convert))
    return { at: outline[Math.floor(outline.length / 2)] ?? null, outline }
  }
  if (geometry?.type === 'polygons') {
    const [rings = []] = oriented([(geometry.polygons[0] ?? []).map((ring) => ring.map(convert))])
    const [outer = [], ...holes] = rings
    const at = outer.length > 0 ? roundedCorner(boxMiddle(outer)) : null
    return { at, outline: outer, ...(holes.length > 0 ? { holes } : {}) }
  }
  const [lat, lon] = [cell('lat'), cell('lon')]
  if (!lat && !lon) return { at: null }
  const [y, x] = [readDegrees(lat), readDegrees(lon)]
  if (y === null) return lat
  if (x === null) return lon
  return { at: convert([x, y]) }
}
