// A report as the desk sorts, filters and lists it: what does not change while the clock ticks,
// worked out once.
import type { GridTree } from '#domain/grid.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import type { Status, StepType } from '#domain/step.ts'
import { kindOf, plainKind } from '#kinds/kinds.ts'
import type { Kind } from '#kinds/kind.ts'
import type { ReportView } from '#state/useReports.ts'
import { nextDecision } from './nextDecision.ts'

export type Severity = 'critical' | 'major' | 'minor'

export interface DeskCase {
  id: string
  view: ReportView
  report: Report
  kind: Kind
  /** What the type filter compares: the type of a hazard, the kind of a visit. */
  type: string
  titleKey: string
  severity: Severity | null
  urgency: 1 | 2 | 3
  placeTitle: string
  handlerId: MemberId | null
  /** When the limit ends; null where none runs. */
  dueAt: Instant | null
  /** When the limit began to run. */
  runsFrom: Instant
  /** The step this person is waited for. */
  decision: StepType | null
  /** Everything the search looks through, lower case. */
  searched: string
}

/** Words and persons that a case borrows from reference data and messages. */
export interface DeskWords {
  member: Member | null
  tree: GridTree
  placeTitle(report: Report): string
  memberName(id: MemberId): string
  t(key: string): string
}

const limitRuns: ReadonlySet<Status> = new Set<Status>([
  'reported',
  'accepted',
  'dispatched',
  'inProgress',
  'resolved',
  'selfHandled',
])
const severities: ReadonlySet<unknown> = new Set<Severity>(['critical', 'major', 'minor'])

/** By the server's clock where it has spoken. */
export const arrivedAt = (report: Report): Instant => report.receivedAt ?? report.capturedAt

export function acceptedAt(report: Report): Instant | null {
  const step = report.steps.findLast((each) => each.type === 'accept')
  return step ? (step.receivedAt ?? step.at) : null
}

/** Counting working days is the dear part of a case, and its answer changes only with a step. */
const proposals = new Map<string, Instant | null>()

function proposedDueAt(kind: Kind, report: Report, runsFrom: Instant): Instant | null {
  const key = `${report.id} ${runsFrom} ${report.steps.length}`
  const known = proposals.get(key)
  if (known !== undefined) return known
  const dueAt = kind.proposedDueAt?.(report.body, runsFrom) ?? null
  if (proposals.size > 50_000) proposals.clear()
  proposals.set(key, dueAt)
  return dueAt
}

function limitOf(kind: Kind, report: Report): Pick<DeskCase, 'dueAt' | 'runsFrom'> {
  const runsFrom = acceptedAt(report) ?? arrivedAt(report)
  if (!limitRuns.has(report.standing)) return { dueAt: null, runsFrom }
  return { dueAt: handlingOf(report).dueAt ?? proposedDueAt(kind, report, runsFrom), runsFrom }
}

export function deskCaseOf(view: ReportView, words: DeskWords): DeskCase {
  const { report } = view
  const kind = kindOf(report.kind) ?? plainKind
  const titleKey = kind.titleKey(report.body)
  const placeTitle = words.placeTitle(report)
  const { severity } = report.body
  return {
    id: report.id,
    view,
    report,
    kind,
    type: titleKey.slice(titleKey.lastIndexOf('.') + 1),
    titleKey,
    severity: severities.has(severity) ? (severity as Severity) : null,
    urgency: kind.urgency(report.body),
    placeTitle,
    handlerId: handlingOf(report).handlerId ?? null,
    ...limitOf(kind, report),
    decision: nextDecision(kind.workflow, report, words.member, words.tree),
    searched: [view.number, placeTitle, words.t(titleKey), report.note, words.memberName(report.by)]
      .join(' ')
      .toLowerCase(),
  }
}

/** Share of the limit that is used: over 1 is overdue, null where no limit runs. */
export function usedShareOf(
  item: Pick<DeskCase, 'dueAt' | 'runsFrom'>,
  now: Instant,
): number | null {
  if (item.dueAt === null) return null
  if (now > item.dueAt) return 1.01
  return Math.max(0, Math.min(1, (now - item.runsFrom) / Math.max(1, item.dueAt - item.runsFrom)))
}

/** What a dispatch proposes: the limit that runs, or a fresh one where that has passed. */
export function proposedDueOf(
  { dueAt, kind, report }: DeskCase,
  now: Instant,
): Instant | undefined {
  return dueAt !== null && dueAt > now ? dueAt : kind.proposedDueAt?.(report.body, now)
}
