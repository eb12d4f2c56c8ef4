// What is read out of a file that holds a community's plan, before anyone has said what its columns
// mean and in which system its coordinates are.
import type { Corner } from '../corner.ts'

/** Rings as the file has them, closed or open, in whatever direction; outer ring first. */
export type PlanGeometry =
  | { type: 'point'; at: Corner }
  | { type: 'line'; line: Corner[] }
  | { type: 'polygons'; polygons: Corner[][][] }

export interface PlanRow {
  /** Of the line, feature or row of the sheet, from 1, as a person would count it. */
  line: number
  /** By column; absent or '' where the row has nothing there. */
  values: Record<string, string>
  /** Null where the file has none for it, or none that can be read (then `notes` names it). */
  geometry: PlanGeometry | null
}

export type PlanFormat = 'geojson' | 'csv' | 'xlsx' | 'kml' | 'kmz' | 'shapefile'

export interface PlanFile {
  format: PlanFormat
  /** Of its words; null where the format settles it. */
  encoding: PlanEncoding | null
  columns: string[]
  rows: PlanRow[]
  /** What the file itself says of its coordinates: the text of a .prj, the name of a crs. */
  system: string | null
  /** What was left out, and rows whose geometry cannot be read; the rest was read. */
  notes: FileProblem[]
}

export type PlanEncoding = 'utf-8' | 'gb18030'

/** `line` as in `PlanRow`. What `detail` holds stands beside each name. */
export interface FileProblem {
  code: FileProblemCode
  line?: number
  detail?: Record<string, string | number>
}

export type FileProblemCode =
  // It is something else.
  | 'isAPicture'
  | 'isAPdf'
  | 'isAnOldSheet'
  | 'notAPlanFile'
  // It is empty, damaged, locked or too large; megabytes, most: whole numbers.
  | 'noRows'
  | 'csvQuote' // line: where the quote opens
  | 'fileCut' // {feature}: how many came before
  | 'fileBroken' // {feature} or line
  | 'zipBroken' // {entry} where it is one
  | 'zipLocked'
  | 'zipTooLarge' // {megabytes, most} or {entries, most}
  | 'tooLarge' // {megabytes, most}
  | 'tooManyFeatures' // {most}
  | 'tooManyColumns' // {most}
  | 'featureTooLarge' // line, {megabytes, most}
  // Notes: the file was read, but for this.
  | 'geometryBroken' // line
  | 'geometryInParts' // line, {parts}: the largest was read
  | 'geometryUnknown' // line, {type}
  | 'moreSheets' // {sheet, others}
  | 'moreLayers' // {layer, others}
  | 'linksIgnored' // {links}
  | 'entitiesIgnored'
  | 'noTable' // a shapefile without .dbf
  | 'noSystem' // a shapefile without .prj
  | 'tableDiffers' // {shapes, rows}

export type ReadPlan = { ok: true; file: PlanFile } | { ok: false; problem: FileProblem }
