// Tables as text: saved by a spreadsheet, or pasted out of one. Between cells stands a comma (also
// the full-width one), a semicolon or a tab; which of them is seen from the first lines.
import { parse } from 'csv-parse/browser/esm/sync'
import { decode, encodingOf, markedEncoding } from './encoding.ts'
import { limits } from './limits.ts'
import { PlanFault } from './planFault.ts'
import type { PlanEncoding, PlanFile } from './planRows.ts'
import { tableOf, type Cells } from './table.ts'

/** Throws a `PlanFault`: `csvQuote`, `noRows`, `tooManyFeatures`. */
export function readCsv(bytes: Uint8Array, asked?: PlanEncoding): PlanFile {
  const marked = markedEncoding(bytes)
  const encoding = marked ?? asked ?? encodingOf(bytes)
  const text = decode(bytes, encoding)
  const table = tableOf(cellsOf(text, separatorOf(text)))
  return {
    format: 'csv',
    encoding: encoding === 'utf-8' || encoding === 'gb18030' ? encoding : null,
    ...table,
    system: null,
    notes: [],
  }
}

const separators = ['\t', ';', ',', '，']

/** The one that most of the first lines have most of; of equal ones the first named. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 100_000)
    .replace(/"[^"]*"/g, '')
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  let best = { separator: ',', count: 0 }
  for (const separator of separators) {
    const counts = lines.map((line) => line.split(separator).length - 1).sort((a, b) => a - b)
    const count = counts[Math.floor(counts.length / 2)] ?? 0
    if (count > best.count) best = { separator, count }
  }
  return best.separator
}

function cellsOf(text: string, separator: string): Cells[] {
  const all: Cells[] = []
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: limits.features + 2,
      on_record: (cells: string[], { lines }) => {
        // `lines` is where the record ends.
        all.push({ line: lines - cells.reduce((sum, cell) => sum + linesIn(cell), 0), cells })
        return null
      },
    })
    return all
  } catch {
    throw new PlanFault('csvQuote', undefined, lineOfQuote(text, separator))
  }
}

const linesIn = (cell: string): number => cell.split(/\r\n?|\n/).length - 1

/** Where the quote opens that is never closed, or closed in the middle of a cell. */
function lineOfQuote(text: string, separator: string): number {
  let line = 1
  let openedAt = 0
  let isCellEmpty = true
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    const isEnd = letter === '\n' || (letter === '\r' && text[at + 1] !== '\n')
    if (isEnd) line++
    if (openedAt > 0) {
      if (letter !== '"') continue
      if (text[at + 1] === '"') at++
      else if (!endsCell(text, at + 1, separator)) return openedAt
      else openedAt = 0
    } else if (letter === '"') {
      if (!isCellEmpty) return line
      openedAt = line
      isCellEmpty = false
    } else if (isEnd || letter === separator) isCellEmpty = true
    else if (letter.trim() !== '') isCellEmpty = false
  }
  return openedAt || line
}

function endsCell(text: string, from: number, separator: string): boolean {
  let at = from
  while (text[at] === ' ') at++
  const next = text[at]
  return next === undefined || next === separator || next === '\n' || next === '\r'
}
