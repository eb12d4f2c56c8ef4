// The columns of the desk's lists as data: what stands above, how wide, and how a cell is made. A
// kind adds columns of its own to the list it stands in.
import type { Instant, MemberId } from '#domain/ids.ts'
import { arrivedAt } from '#domain/report.ts'
import { usedShareOf } from '#kinds/deadline.ts'
import type { DeskListKey, KindColumn } from '#kinds/kind.ts'
import { kinds } from '#kinds/kinds.ts'
import { formatDue, formatWhen } from '#ui/words/format.ts'
import type { ReportItem, Severity } from './reportItem.ts'

export type Cell =
  | { is: 'text'; text: string; title?: string; tone?: 'faint' | 'strong' }
  | { is: 'title'; text: string; severity: Severity | null }
  | { is: 'deadline'; text: string; usedShare: number | null }
  | { is: 'badge'; text: string; isAwaited: boolean }

/** What a cell borrows. */
export interface CellWords {
  t(key: string, named?: Record<string, unknown>): string
  memberName(id: MemberId): string
  now: Instant
}

export interface DeskColumn {
  key: string
  headKey: string
  /** In rem: alone, beside an open panel, there where words are Latin. Absent takes the rest. */
  width?: readonly [wide: number, beside?: number, besideLatin?: number]
  /** Where the list is narrow, it goes: before the others, or last. */
  yields?: 'first' | 'last'
  isSorted?: true
  cell(item: ReportItem, words: CellWords): Cell
}

const none = '—'

const columns = {
  due: {
    width: [9.25, 8.5],
    isSorted: true,
    cell: ({ deadline }, { t, now }) =>
      deadline
        ? {
            is: 'deadline',
            text: formatDue(deadline.dueAt, now, t),
            usedShare: usedShareOf(deadline, now),
          }
        : { is: 'text', text: none, title: t('desk.table.noLimit'), tone: 'faint' },
  },
  when: {
    width: [9.25, 8.5],
    cell: ({ report }, { t, now }) => ({
      is: 'text',
      text: formatWhen(arrivedAt(report), now, t),
      tone: 'faint',
    }),
  },
  what: {
    cell: ({ titleKey, severity }, { t }) => ({ is: 'title', text: t(titleKey), severity }),
  },
  place: {
    cell: ({ placeTitle }) => ({ is: 'text', text: placeTitle, title: placeTitle }),
  },
  status: {
    width: [7.75, 6.5, 8.25],
    cell: ({ statusKey, decision }, { t }) => ({
      is: 'badge',
      text: t(statusKey),
      isAwaited: decision !== null,
    }),
  },
  handler: {
    width: [9.5, 6.75],
    yields: 'first',
    cell: ({ handlerId }, { memberName }) =>
      handlerId
        ? { is: 'text', text: memberName(handlerId), title: memberName(handlerId), tone: 'faint' }
        : { is: 'text', text: none, tone: 'faint' },
  },
  author: {
    width: [9.5, 6.75],
    yields: 'first',
    cell: ({ report }, { memberName }) => ({
      is: 'text',
      text: memberName(report.by),
      tone: 'faint',
    }),
  },
  photos: {
    width: [6.75, 5.75],
    yields: 'last',
    cell: ({ view: { photos } }, { t }) => ({
      is: 'text',
      text: photos.expected ? t('desk.table.photos', { ...photos }) : none,
      tone: photos.arrived < photos.expected ? 'strong' : 'faint',
    }),
  },
} satisfies Record<string, Omit<DeskColumn, 'key' | 'headKey'>>

type CommonKey = keyof typeof columns

const common = (...keys: CommonKey[]): DeskColumn[] =>
  keys.map((key) => ({ ...(columns[key] as DeskColumn), key, headKey: `desk.column.${key}` }))

const ofKind = (kind: string, { key, headKey, widthRem, cell }: KindColumn): DeskColumn => ({
  key,
  headKey,
  width: [widthRem],
  yields: 'last',
  cell: ({ report }, { t }) => {
    if (report.kind !== kind) return { is: 'text', text: none, tone: 'faint' }
    const said = cell(report.body)
    return { is: 'text', text: 'key' in said ? t(said.key) : said.text }
  },
})

const own = (list: DeskListKey): DeskColumn[] =>
  kinds
    .filter(({ desk }) => desk.list === list)
    .flatMap(({ key, desk }) => (desk.columns ?? []).map((column) => ofKind(key, column)))

/** In the order in which they stand. */
export const deskColumns: Readonly<Record<DeskListKey, readonly DeskColumn[]>> = {
  reports: [
    ...common('due', 'what', 'place'),
    ...own('reports'),
    ...common('status', 'handler', 'photos'),
  ],
  visits: [...common('when', 'what', 'place'), ...own('visits'), ...common('status', 'author')],
}
