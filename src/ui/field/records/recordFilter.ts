import { isAllThere } from '#domain/receipt.ts'
import { meaningOf } from '#domain/status.ts'
import type { ReportView } from '#state/useReports.ts'

export const recordFilters = [
  'all',
  'attention',
  'onPhone',
  'inProgress',
  'returned',
  'closed',
] as const
export type RecordFilter = (typeof recordFilters)[number]

const groupOf = ({ report }: ReportView) => meaningOf(report.standing).group

const tests: Record<RecordFilter, (view: ReportView) => boolean> = {
  all: () => true,
  attention: (view) => view.attention !== null,
  onPhone: (view) => view.receipt.state === 'onPhone' || !isAllThere(view),
  inProgress: (view) => ['open', 'working'].includes(groupOf(view)),
  returned: (view) => groupOf(view) === 'returned',
  closed: (view) => groupOf(view) === 'done',
}

export const filterRecords = (views: readonly ReportView[], filter: RecordFilter): ReportView[] =>
  views.filter(tests[filter])

/** Rows whose words hold every word that was typed, in any order. */
export function searchRecords(
  views: readonly ReportView[],
  typed: string,
  searchTextOf: (view: ReportView) => string,
): ReportView[] {
  const wanted = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  if (!wanted.length) return [...views]
  return views.filter((view) => {
    const words = searchTextOf(view).normalize('NFKC').toLowerCase()
    return wanted.every((word) => words.includes(word))
  })
}
