// What an import would do or has done, as the command line prints it.
import type { PlanFile } from '#geo/planFiles/planFile.ts'
import type { PlanPreview, PreviewRow } from '#domain/plan/planPreview.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import { sentenceOf } from './planSentences.ts'

/** More are counted only. */
const mostPrinted = 50

export interface ImportReport {
  text: string
  errors: number
  /** New and changed ones. */
  rows: number
}

export function importReport(
  { format, encoding, rows: read, notes }: PlanFile,
  { rows, problems, unknownGrids }: PlanPreview,
): ImportReport {
  const told = [
    // What is wrong with a row stands among the problems again.
    ...notes.filter((note) => !isPlanError(note)).map((note) => ({ ...note, isError: false })),
    ...problems.map((problem) => ({ ...problem, isError: isPlanError(problem) })),
  ].sort((a, b) => Number(b.isError) - Number(a.isError))
  const errors = told.filter(({ isError }) => isError).length
  const lines = told
    .slice(0, mostPrinted)
    .map((problem) =>
      [
        problem.isError ? '  error' : '  warning',
        ...(problem.line === undefined ? [] : [` in row ${problem.line}`]),
        `: ${sentenceOf(problem)}`,
      ].join(''),
    )
  const text = [
    `Read ${read.length} rows (${[format, ...(encoding ? [encoding] : [])].join(', ')}).`,
    `Grids: ${countsOf(rows, 'grid')}. Places: ${countsOf(rows, 'place')}.`,
    ...(told.length > 0 ? [`Errors: ${errors}. Warnings: ${told.length - errors}.`] : []),
    ...lines,
    ...(told.length > mostPrinted ? [`  and ${told.length - mostPrinted} more`] : []),
    ...(unknownGrids.length > 0
      ? [`--make-grids makes the grids that are not here yet: ${unknownGrids.join(', ')}.`]
      : []),
    '',
  ].join('\n')
  return { text, errors, rows: rows.filter(({ state }) => state !== 'same').length }
}

function countsOf(rows: readonly PreviewRow[], t: 'grid' | 'place'): string {
  const of = (state: PreviewRow['state']): number =>
    rows.filter((row) => row.change.t === t && row.state === state).length
  return `${of('new')} new, ${of('changed')} changed, ${of('same')} the same`
}
