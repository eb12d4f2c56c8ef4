import type { RouteLocationNamedRaw } from 'vue-router'
import type { Report } from '#domain/report.ts'
import type { DeskListKey } from '#kinds/kind.ts'
import { kindOrPlain } from '#kinds/kinds.ts'

export const deskRouteNames: Readonly<Record<DeskListKey, string>> = {
  reports: 'deskReports',
  visits: 'deskVisits',
}

/** Where the desk shows a report: beside the list that its kind stands in. */
export const deskRoute = (
  { id, kind }: Pick<Report, 'id' | 'kind'>,
  query: Record<string, string> = {},
): RouteLocationNamedRaw => ({
  name: deskRouteNames[kindOrPlain(kind).desk.list],
  params: { id },
  query,
})
