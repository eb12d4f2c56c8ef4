// Which reports the desk lists and in which order. Pure, one pass: ten thousand reports stay quick.
import { type Grid, withDescendants } from '#domain/grid.ts'
import type { GridId, Instant } from '#domain/ids.ts'
import { addDays, dayOf, endOfDay } from '#domain/workCalendar.ts'
import { isAllThere } from '#domain/receipt.ts'
import { arrivedAt } from '#domain/report.ts'
import type { ReportItem } from './reportItem.ts'

export const deskTabs = ['mine', 'overdue', 'today', 'returned', 'photos', 'all'] as const
export type DeskTab = (typeof deskTabs)[number]
export const periods = ['today', 'week', 'month'] as const
export type Period = (typeof periods)[number]

export interface DeskFilter {
  tab: DeskTab
  search: string
  grids: string[]
  types: string[]
  statuses: string[]
  handlers: string[]
  period: Period | ''
  /** Only those that are perhaps of one thing with another. */
  same: 'perhaps' | ''
}

export const wholeList: DeskFilter = {
  tab: 'mine',
  search: '',
  grids: [],
  types: [],
  statuses: [],
  handlers: [],
  period: '',
  same: '',
}

const daysOf: Record<Period, number> = { today: 1, week: 7, month: 30 }

const isInTab: Record<DeskTab, (item: ReportItem, now: Instant, dayEnd: Instant) => boolean> = {
  mine: (item) => item.decision !== null,
  overdue: ({ deadline }, now) => deadline !== null && deadline.dueAt < now,
  today: ({ deadline }, now, dayEnd) =>
    deadline !== null && deadline.dueAt >= now && deadline.dueAt <= dayEnd,
  returned: (item) => item.report.standing === 'returned',
  photos: (item) => !isAllThere(item.view),
  all: () => true,
}

/** Due first, then what presses more. What has no limit running comes after, the newest first. */
function byDue(a: ReportItem, b: ReportItem): number {
  const [first, second] = [a, b].map(({ deadline }) => deadline?.dueAt ?? Infinity) as [
    number,
    number,
  ]
  if (first !== second) return first - second
  return (a.deadline ? a.urgency - b.urgency : 0) || arrivedAt(b.report) - arrivedAt(a.report)
}

function passes(
  filter: DeskFilter,
  now: Instant,
  grids: readonly Pick<Grid, 'id' | 'parentId'>[],
): (item: ReportItem) => boolean {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean)
  const inside = filter.grids.length ? withDescendants(grids, filter.grids as GridId[]) : null
  const types = new Set(filter.types)
  const statuses = new Set(filter.statuses)
  const handlers = new Set(filter.handlers)
  const since = filter.period ? endOfDay(addDays(dayOf(now), -daysOf[filter.period])) : null
  return (item) =>
    (!inside || inside.has(item.report.gridId)) &&
    (!types.size || types.has(item.type)) &&
    (!statuses.size || statuses.has(item.report.standing)) &&
    (!handlers.size || handlers.has(item.handlerId ?? '')) &&
    (since === null || arrivedAt(item.report) >= since) &&
    words.every((word) => item.searched.includes(word))
}

export interface DeskList {
  /** Of the chosen tab, sorted. */
  items: ReportItem[]
  /** How many each tab would hold under the same filters. */
  counts: Record<DeskTab, number>
  /** How many of the chosen tab are perhaps of one thing with another, under the other filters. */
  perhapsSame: number
}

export function deskList(
  reportItems: readonly ReportItem[],
  filter: DeskFilter,
  now: Instant,
  grids: readonly Pick<Grid, 'id' | 'parentId'>[],
  isPerhapsSame: (id: string) => boolean = () => false,
): DeskList {
  const mayStay = passes(filter, now, grids)
  const dayEnd = endOfDay(dayOf(now))
  const counts: Record<DeskTab, number> = {
    mine: 0,
    overdue: 0,
    today: 0,
    returned: 0,
    photos: 0,
    all: 0,
  }
  const items: ReportItem[] = []
  let perhapsSame = 0
  for (const item of reportItems) {
    if (!mayStay(item)) continue
    const isSame = isPerhapsSame(item.id)
    if (isSame && isInTab[filter.tab](item, now, dayEnd)) perhapsSame++
    if (filter.same && !isSame) continue
    for (const tab of deskTabs) {
      if (!isInTab[tab](item, now, dayEnd)) continue
      counts[tab]++
      if (tab === filter.tab) items.push(item)
    }
  }
  return { items: items.sort(byDue), counts, perhapsSame }
}

/**
 * Where the desk goes after a decision: the next row below that waits, else the nearest above, else
 * nowhere.
 */
export function rowAfter(
  ids: readonly string[],
  id: string,
  waits: (id: string) => boolean = () => true,
): string | null {
  const index = ids.indexOf(id)
  if (index < 0) return null
  return ids.slice(index + 1).find(waits) ?? ids.slice(0, index).findLast(waits) ?? null
}
