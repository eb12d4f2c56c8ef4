import type { Report } from '#domain/report.ts'
import { kindOrPlain } from './kinds.ts'

/** Key of the message that names a report, e.g. `hazard.types.light_out`. */
export const reportTitleKey = ({ kind, body }: Pick<Report, 'kind' | 'body'>): string =>
  kindOrPlain(kind).titleKey(body)
