// A report as the desk sorts, filters and lists it: what does not change while the clock ticks,
// worked out once.
import type { GridTree } from '#domain/grid.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { answeredReturnOf, handlingOf, type Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import { type Deadline, deadlineOf } from '#kinds/deadline.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import type { Kind } from '#kinds/kind.ts'
import type { ReportView } from '#state/useReports.ts'
import { nextDecision } from './nextDecision.ts'

export type Severity = NonNullable<ReturnType<NonNullable<Kind['severity']>>>

export interface ReportItem {
  id: string
  view: ReportView
  report: Report
  kind: Kind
  /** What the type filter compares: the type of a hazard, the kind of a visit. */
  type: string
  titleKey: string
  /** Where it stands, in a word; what was sent back and comes again says so. */
  statusKey: string
  severity: Severity | null
  urgency: 1 | 2 | 3
  placeTitle: string
  handlerId: MemberId | null
  /** Null where no limit runs. */
  deadline: Deadline | null
  /** The step this person is waited for. */
  decision: StepType | null
  /** Everything the search looks through, lower case. */
  searched: string
}

/** Words and persons that an item borrows from reference data and messages. */
export interface DeskWords {
  member: Member | null
  tree: GridTree
  placeTitle(report: Report): string
  memberName(id: MemberId): string
  t(key: string): string
}

/** The last word of its title's key: the type of a hazard, the kind of a visit. */
export const typeOf = ({ kind, body }: Pick<Report, 'kind' | 'body'>): string => {
  const titleKey = kindOrPlain(kind).titleKey(body)
  return titleKey.slice(titleKey.lastIndexOf('.') + 1)
}

/** As it would stand with these fields of its body, which nobody has saved yet. */
export function withBody(item: ReportItem, fields: Record<string, unknown>): ReportItem {
  const body = { ...item.report.body }
  for (const [path, value] of Object.entries(fields))
    if (path.startsWith('body.')) body[path.slice('body.'.length)] = value
  const report = { ...item.report, body }
  return { ...item, report, type: typeOf(report), deadline: deadlineOf(report) }
}

export function reportItemOf(view: ReportView, words: DeskWords): ReportItem {
  const { report } = view
  const kind = kindOrPlain(report.kind)
  const titleKey = kind.titleKey(report.body)
  const placeTitle = words.placeTitle(report)
  return {
    id: report.id,
    view,
    report,
    kind,
    type: typeOf(report),
    titleKey,
    statusKey: answeredReturnOf(report) ? 'desk.resubmitted.status' : `status.${report.standing}`,
    severity: kind.severity?.(report.body) ?? null,
    urgency: kind.urgency(report.body),
    placeTitle,
    handlerId: handlingOf(report).handlerId ?? null,
    deadline: deadlineOf(report),
    decision: nextDecision(kind.workflow, report, words.member, words.tree),
    searched: [view.number, placeTitle, words.t(titleKey), report.note, words.memberName(report.by)]
      .join(' ')
      .toLowerCase(),
  }
}

/** What a dispatch proposes: the limit that runs, or a fresh one where that has passed. */
export function proposedDueOf(
  { deadline, kind, report }: ReportItem,
  now: Instant,
): Instant | undefined {
  return deadline && deadline.dueAt > now ? deadline.dueAt : kind.proposedDueAt?.(report.body, now)
}
