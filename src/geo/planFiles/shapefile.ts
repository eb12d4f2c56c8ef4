// The first shapefile of a zip: geometry from .shp, words from .dbf, what .prj says of the system
// as it stands there. The index (.shx) is not needed.
import { open, type Feature } from 'shapefile'
import { checkShapes, checkTable, tableEncoding } from './shapefileParts.ts'
import { decode } from './encoding.ts'
import { FeatureRows } from './featureRows.ts'
import { geometryOf } from './geometry.ts'
import { PlanFault, problemOf } from './planFault.ts'
import type { PlanEncoding, PlanFile, FileProblem } from './planRows.ts'
import type { ZipEntry } from './zip.ts'

interface Parts {
  shp: Uint8Array
  dbf: Uint8Array | null
  cpg: string
  prj: string | null
  notes: FileProblem[]
}

/** Throws a `PlanFault`: `zipBroken`, `fileCut`, `fileBroken`, `noRows`, `tooManyFeatures`. */
export async function readShapefile(
  entries: readonly ZipEntry[],
  asked?: PlanEncoding,
): Promise<PlanFile> {
  const { shp, dbf, cpg, prj, notes } = partsOf(entries)
  const shapes = checkShapes(shp)
  if (shapes === 0) throw new PlanFault('noRows')
  const tableRows = dbf && checkTable(dbf)
  if (tableRows !== null && tableRows !== shapes)
    notes.push(problemOf('tableDiffers', { shapes, rows: tableRows }))
  const encoding = dbf && (asked ?? tableEncoding(dbf, cpg))
  const rows = await readRows(shp, dbf, encoding)
  return {
    format: 'shapefile',
    encoding,
    columns: rows.columns,
    rows: rows.rows,
    system: prj,
    notes: [...notes, ...rows.notes],
  }
}

function partsOf(entries: readonly ZipEntry[]): Parts {
  const layers = entries.filter(({ name }) => /\.shp$/i.test(name))
  const [layer, ...others] = layers
  if (!layer) throw new PlanFault('notAPlanFile')
  const base = layer.name.slice(0, -4)
  const besides = (ending: string): Uint8Array | null =>
    entries.find(({ name }) => name.toLowerCase() === `${base}.${ending}`.toLowerCase())?.read() ??
    null
  const [dbf, cpg, prj] = [besides('dbf'), besides('cpg'), besides('prj')]
  const notes: FileProblem[] = []
  if (others.length > 0)
    notes.push(
      problemOf('moreLayers', {
        layer: layer.name,
        others: others.map(({ name }) => name).join('、'),
      }),
    )
  if (!dbf) notes.push(problemOf('noTable'))
  if (!prj) notes.push(problemOf('noSystem'))
  return {
    shp: layer.read(),
    dbf,
    cpg: cpg ? decode(cpg, 'utf-8').trim() : '',
    prj: prj && decode(prj, 'utf-8').trim(),
    notes,
  }
}

async function readRows(
  shp: Uint8Array,
  dbf: Uint8Array | null,
  encoding: PlanEncoding | null,
): Promise<FeatureRows> {
  const rows = new FeatureRows()
  try {
    const source = await open(shp, dbf ?? undefined, encoding ? { encoding } : {})
    for (let next = await source.read(); !next.done; next = await source.read())
      rows.add(valuesOf(next.value), geometryOf(next.value.geometry, rows.line))
    return rows
  } catch (error) {
    // Where the table ends before the shapes do, or a record is longer than it says.
    throw error instanceof PlanFault ? error : new PlanFault('fileBroken', { feature: rows.line })
  }
}

/** Of a shape without a row in the table, nothing. */
const valuesOf = ({ properties }: Feature): Record<string, string> =>
  Object.fromEntries(
    Object.entries((properties as Feature['properties'] | undefined) ?? {}).map(([name, value]) => [
      name,
      wordsOf(value),
    ]),
  )

function wordsOf(value: Feature['properties'][string]): string {
  if (value === null) return ''
  if (!(value instanceof Date)) return String(value)
  const [month, day] = [value.getMonth() + 1, value.getDate()].map((n) =>
    String(n).padStart(2, '0'),
  )
  return `${value.getFullYear()}-${month}-${day}`
}
