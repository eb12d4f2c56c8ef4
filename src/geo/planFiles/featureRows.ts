// Features become rows one by one, whatever kind of file they come out of.
import { checkColumns, checkCount } from './limits.ts'
import type { RowGeometry } from './geometry.ts'
import type { FileProblem, PlanRow } from './planRows.ts'

export class FeatureRows {
  readonly rows: PlanRow[] = []
  readonly notes: FileProblem[] = []
  private readonly columnSet = new Set<string>()

  get columns(): string[] {
    return [...this.columnSet]
  }

  /** Of the next one. */
  get line(): number {
    return this.rows.length + 1
  }

  /** Throws a `PlanFault`: `tooManyFeatures`, `tooManyColumns`. */
  add(values: Record<string, string>, { geometry, note }: RowGeometry): void {
    checkCount(this.line)
    for (const column of Object.keys(values)) this.columnSet.add(column)
    checkColumns(this.columnSet.size)
    if (note) this.notes.push(note)
    this.rows.push({ line: this.line, values, geometry })
  }
}

/** A number as it is written, a list or an object as JSON, '' for nothing. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return JSON.stringify(value)
}
