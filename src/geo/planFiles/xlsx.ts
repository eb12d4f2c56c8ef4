// The first sheet of a workbook that is not hidden. The library sees checked entries only, and none
// of the pictures.
import { zipSync } from 'fflate'
import type { CellValue, Workbook } from 'hucre/xlsx'
import { limits } from './limits.ts'
import { PlanFault, problemOf } from './planFault.ts'
import type { PlanFile } from './planRows.ts'
import { tableOf } from './table.ts'
import type { ZipEntry } from './zip.ts'

/** Throws a `PlanFault`: `zipBroken`, `fileBroken`, `noRows`, `tooManyFeatures`. */
export async function readXlsx(entries: readonly ZipEntry[]): Promise<PlanFile> {
  const checked = entries
    .filter(({ name }) => /\.(xml|rels)$/i.test(name))
    .map(({ name, read }) => [name, read()] as const)
  const { workbook, names } = await open(zipSync(Object.fromEntries(checked), { level: 0 }))
  const [sheet] = workbook.sheets
  if (!sheet) throw new PlanFault('noRows')
  const all = sheet.rows.map((row, index) => ({ line: index + 1, cells: row.map(wordsOf) }))
  const others = names.filter((name) => name !== sheet.name)
  return {
    format: 'xlsx',
    encoding: null,
    ...tableOf(all),
    system: null,
    notes:
      others.length === 0
        ? []
        : [problemOf('moreSheets', { sheet: sheet.name, others: others.join('、') })],
  }
}

/** `names`: of all sheets that are shown. */
async function open(bytes: Uint8Array): Promise<{ workbook: Workbook; names: string[] }> {
  const names: string[] = []
  const { readXlsx: read } = await import('hucre/xlsx')
  try {
    const workbook = await read(bytes, {
      maxRows: limits.features + 2,
      sheets: ({ name, hidden, veryHidden }) => {
        if (hidden || veryHidden) return false
        names.push(name)
        return names.length === 1
      },
    })
    return { workbook, names }
  } catch {
    throw new PlanFault('fileBroken')
  }
}

/** A date as 2026-01-05. */
function wordsOf(cell: CellValue): string {
  if (cell === null) return ''
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim()
}
