// Rows of cells become rows of named columns. The first row is the header, unless it looks like
// what follows it: then the columns are called A, B, C, as a sheet calls them.
import { checkColumns, checkCount } from './limits.ts'
import { PlanFault } from './planFault.ts'
import type { PlanRow } from './planRows.ts'

export interface Cells {
  line: number
  cells: string[]
}

/** Empty rows are left out. Throws a `PlanFault`: `noRows`, `tooManyFeatures`, `tooManyColumns`. */
export function tableOf(all: readonly Cells[]): { columns: string[]; rows: PlanRow[] } {
  const filled = all.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const width = filled.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const header = filled[0] && isHeader(filled[0].cells) ? filled[0].cells : null
  const body = header ? filled.slice(1) : filled
  if (body.length === 0) throw new PlanFault('noRows')
  checkCount(body.length)
  checkColumns(width)
  const columns = columnNames(header ?? [], width)
  const rows = body.map(({ line, cells }): PlanRow => ({
    line,
    values: Object.fromEntries(cells.map((cell, index) => [columns[index]!, cell])),
    geometry: null,
  }))
  return { columns, rows }
}

const headerWords =
  /^(编码|位置编码|代码|名称|名字|类型|类别|网格|地址|经度|纬度|楼栋|单元|楼层|户号|房号|序号|备注|code|name|type|grid|lon|lng|long|longitude|lat|latitude|x|y|id|address)$/i

/** Its words are known, or none of its cells is a number and most have no digit at all. */
function isHeader(cells: readonly string[]): boolean {
  if (cells.some((cell) => headerWords.test(cell.trim()))) return true
  const filled = cells.filter((cell) => cell !== '')
  const withDigits = filled.filter((cell) => /\d/.test(cell))
  return !filled.some((cell) => isFinite(Number(cell))) && withDigits.length * 2 < filled.length
}

/** Each once: a second 名称 is called 名称 (2), one without a name by its letter. */
function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const own = header[index]?.trim() || letterOf(index)
    let name = own
    for (let again = 2; taken.has(name); again++) name = `${own} (${again})`
    taken.add(name)
    return name
  })
}

/** A to Z, AA, AB … */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}
