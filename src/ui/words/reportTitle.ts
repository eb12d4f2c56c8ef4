import type { Report } from '#domain/report.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { reportTitleKey } from '#kinds/reportTitleKey.ts'
import type { Translate } from './format.ts'

/** What a report is called in a list, with what came of it where its kind knows: 入户走访 · 没人在家. */
export function reportTitle(report: Pick<Report, 'kind' | 'body'>, t: Translate): string {
  const outcome = kindOrPlain(report.kind).outcomeKey?.(report.body)
  const title = t(reportTitleKey(report))
  return outcome ? `${title} · ${t(outcome)}` : title
}
