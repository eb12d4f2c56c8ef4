// The figures of the overview, by the definitions published beside them. Pure: items and a clock
// in, numbers out.
import type { Instant } from '#domain/ids.ts'
import { acceptedAt, arrivedAt, type Report } from '#domain/report.ts'
import { meaningOf } from '#domain/status.ts'
import { addDays, dayOf, endOfDay } from '#domain/workCalendar.ts'
import { limitOf } from '#kinds/deadline.ts'
import type { ReportItem } from '#ui/desk/list/reportItem.ts'

/** A rate of fewer is chance; it is not shown. */
export const fewestForRate = 5
export const rateDays = 30

export interface Rate {
  part: number
  whole: number
  /** Null below `fewestForRate`. */
  percent: number | null
}

export interface OverviewFigures {
  newToday: number
  newYesterday: number
  waiting: { count: number; oldestAt: Instant | null }
  overdue: { count: number; oldestDueAt: Instant | null }
  dueToday: { count: number; nextDueAt: Instant | null }
  closeRate: Rate
  onTimeRate: Rate
  days: { day: string; arrived: number; closed: number }[]
  byType: { key: string; count: number }[]
  byGrid: { key: string; count: number; open: number }[]
}

const isVoid = (report: Report): boolean => meaningOf(report.standing).end === 'void'
const isOver = (report: Report): boolean => meaningOf(report.standing).group === 'done'

export function closedAt(report: Report): Instant | null {
  if (meaningOf(report.standing).end !== 'closed') return null
  const step = report.steps.findLast((each) => each.type === 'close')
  return step ? (step.receivedAt ?? step.at) : null
}

const rate = (part: number, whole: number): Rate => ({
  part,
  whole,
  percent: whole < fewestForRate ? null : Math.round((1000 * part) / whole) / 10,
})

/**
 * 应结案数: accepted with a limit that ends in the period, and those closed in it ahead of theirs; void
 * ones left out.
 */
function closeRates(
  items: readonly ReportItem[],
  since: Instant,
  now: Instant,
): Pick<OverviewFigures, 'closeRate' | 'onTimeRate'> {
  let whole = 0
  let closed = 0
  let onTime = 0
  for (const item of items) {
    const end = limitOf(item.report)?.dueAt ?? null
    const at = closedAt(item.report)
    if (end === null || isVoid(item.report) || (acceptedAt(item.report) === null && at === null))
      continue
    const endsInside = end >= since && end <= now
    const isClosedAhead = at !== null && at >= since && end > now
    if (!endsInside && !isClosedAhead) continue
    whole++
    if (at === null) continue
    closed++
    if (at <= end) onTime++
  }
  return { closeRate: rate(closed, whole), onTimeRate: rate(onTime, whole) }
}

function countBy(
  items: readonly ReportItem[],
  keyOf: (item: ReportItem) => string,
): { key: string; count: number; open: number }[] {
  const rows = new Map<string, { key: string; count: number; open: number }>()
  for (const item of items) {
    const key = keyOf(item)
    const row = rows.get(key) ?? { key, count: 0, open: 0 }
    row.count++
    if (!isOver(item.report)) row.open++
    rows.set(key, row)
  }
  return [...rows.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

const earliest = (times: readonly Instant[]): Instant | null =>
  times.reduce<Instant | null>((least, at) => (least === null || at < least ? at : least), null)

function trend(
  items: readonly ReportItem[],
  today: string,
  length: number,
): OverviewFigures['days'] {
  const days = Array.from({ length }, (_, index) => ({
    day: addDays(today, index - length + 1),
    arrived: 0,
    closed: 0,
  }))
  const byDay = new Map(days.map((day) => [day.day, day]))
  for (const { report } of items) {
    const arrival = byDay.get(dayOf(arrivedAt(report)))
    if (arrival) arrival.arrived++
    const at = closedAt(report)
    const closing = at === null ? undefined : byDay.get(dayOf(at))
    if (closing) closing.closed++
  }
  return days
}

export function overviewFigures(items: readonly ReportItem[], now: Instant): OverviewFigures {
  const today = dayOf(now)
  const todayEnd = endOfDay(today)
  const since = endOfDay(addDays(today, -rateDays))
  const valid = items.filter((item) => item.report.standing !== 'withdrawn')
  const waiting = items.filter((item) => item.decision !== null)
  const limits = items.flatMap((item) => (item.deadline ? [item.deadline.dueAt] : []))
  const overdue = limits.filter((at) => at < now)
  const dueToday = limits.filter((at) => at >= now && at <= todayEnd)
  const recent = valid.filter((item) => arrivedAt(item.report) >= since)
  const days = trend(valid, today, 14)
  return {
    newToday: days.at(-1)?.arrived ?? 0,
    newYesterday: days.at(-2)?.arrived ?? 0,
    waiting: {
      count: waiting.length,
      oldestAt: earliest(waiting.map((item) => arrivedAt(item.report))),
    },
    overdue: { count: overdue.length, oldestDueAt: earliest(overdue) },
    dueToday: { count: dueToday.length, nextDueAt: earliest(dueToday) },
    ...closeRates(items, since, now),
    days,
    byType: countBy(recent, (item) => item.type),
    byGrid: countBy(recent, (item) => item.report.gridId),
  }
}

/** The longest rows, and one row for the rest. */
export function topRows(
  rows: readonly { key: string; count: number }[],
  n: number,
): { rows: { key: string; count: number }[]; rest: number } {
  return { rows: rows.slice(0, n), rest: rows.slice(n).reduce((sum, row) => sum + row.count, 0) }
}
