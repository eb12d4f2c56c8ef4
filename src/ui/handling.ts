import type { Instant, MemberId } from '#domain/ids.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import type { RouteLocationRaw } from 'vue-router'

/** Share of the handling time that is used up, over 1 when overdue; null where there is no deadline or the work is done. */
export function usedShareOf(report: Report, now: Instant): number | null {
  const dispatch = report.steps.findLast((step) => step.type === 'dispatch')
  if (dispatch?.dueAt === undefined || !isOpenWork(report)) return null
  return (now - dispatch.at) / Math.max(1, dispatch.dueAt - dispatch.at)
}

const isOpenWork = (report: Report): boolean => report.standing === 'dispatched' || report.standing === 'inProgress'

export const waitsForHandler = (report: Report, memberId: MemberId | undefined): boolean =>
  isOpenWork(report) && handlingOf(report).handlerId === memberId

/** The form that a report of this kind was captured with, opened to amend it. */
export const amendRoute = (report: Report): RouteLocationRaw => ({
  name: report.kind === 'visit' ? 'visit' : 'capture',
  query: { amend: report.id },
})
