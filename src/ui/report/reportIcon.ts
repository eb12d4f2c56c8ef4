import type { Report } from '#domain/report.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { type IconName, iconNamed } from '#parts/icons.ts'

export const reportIcon = ({ kind, body }: Pick<Report, 'kind' | 'body'>): IconName =>
  iconNamed(kindOrPlain(kind).icon(body))
