import type { Report } from '#domain/report.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { type IconName, iconNamed } from '#parts/icons.ts'

/** Key of the message that names it, e.g. `hazard.types.light_out`. */
export const reportTitleKey = (report: Report): string =>
  kindOrPlain(report.kind).titleKey(report.body)

export const reportIcon = (report: Report): IconName =>
  iconNamed(kindOrPlain(report.kind).icon(report.body))
