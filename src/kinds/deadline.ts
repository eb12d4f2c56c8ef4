// The one time limit of a report, on the street and at the desk: what was set when it was
// dispatched, else what its kind proposes.
import type { Instant } from '#domain/ids.ts'
import { acceptedAt, arrivedAt, handlingOf, type Report } from '#domain/report.ts'
import { meaningOf } from '#domain/status.ts'
import { kindOf } from './kinds.ts'

export interface Deadline {
  /** From its acceptance; before that from its arrival. */
  runsFrom: Instant
  dueAt: Instant
}

/** Also of a report whose limit no longer runs; null where its kind knows none. */
export function limitOf(report: Report): Deadline | null {
  const runsFrom = acceptedAt(report) ?? arrivedAt(report)
  const dueAt =
    handlingOf(report).dueAt ?? kindOf(report.kind)?.proposedDueAt?.(report.body, runsFrom)
  return dueAt === undefined ? null : { runsFrom, dueAt }
}

/** The limit that runs now; null while none does. */
export const deadlineOf = (report: Report): Deadline | null =>
  meaningOf(report.standing).clock === 'runs' ? limitOf(report) : null

/** Shares that stand for a whole group of limits: those that are over, and those that soon are. */
export const shareOverdue = 1.01
export const shareDueSoon = 0.9

/** Share of the limit that is used, 0 to 1; over 1 is overdue, null where no limit runs. */
export function usedShareOf(deadline: Deadline | null, now: Instant): number | null {
  if (!deadline) return null
  const { runsFrom, dueAt } = deadline
  if (now > dueAt) return shareOverdue
  return Math.max(0, Math.min(1, (now - runsFrom) / Math.max(1, dueAt - runsFrom)))
}
