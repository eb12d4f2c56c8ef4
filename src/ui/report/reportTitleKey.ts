import type { Report } from '#domain/report.ts'
import { kindOf, plainKind } from '#kinds/kinds.ts'
import { type IconName, iconNamed } from '#parts/icons.ts'

/** The kind of a report, the plain one where this app is older than the phone that captured it. */
const kindOfReport = (report: Report) => kindOf(report.kind) ?? plainKind

/** Key of the message that names it, e.g. `hazardType.light_out`. */
export const reportTitleKey = (report: Report): string => kindOfReport(report).titleKey(report.body)

export const reportIcon = (report: Report): IconName =>
  iconNamed(kindOfReport(report).icon(report.body))
