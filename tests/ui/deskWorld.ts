// Builders for the desk's pure parts: a report, its view and its item, each with only what a test
// is about.
import { treeOf } from '#domain/grid.ts'
import type { GridId, MemberId, ReportId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Report } from '#domain/report.ts'
import type { Step, StepType } from '#domain/step.ts'
import { kindOf } from '#kinds/kinds.ts'
import { statusAfter } from '#domain/workflow.ts'
import type { ReportView } from '#state/useReports.ts'
import { type ReportItem, reportItemOf } from '#ui/desk/list/reportItem.ts'

/** Friday 20 November 2026, 09:00 in Shanghai. */
export const now = Date.UTC(2026, 10, 20, 1)
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

export const supervisor: Member = {
  id: 'm-super' as MemberId,
  name: 'Supervisor',
  roles: ['supervisor'],
  gridIds: ['g' as GridId],
  isActive: true,
}
export const worker = 'm-worker' as MemberId

/** `g-1` lies in the supervisor's grid. */
const tree = treeOf([
  { id: 'g' as GridId, parentId: null },
  { id: 'g-1' as GridId, parentId: 'g' as GridId },
])

let made = 0

export function reportOf(patch: Partial<Report> = {}): Report {
  made++
  return {
    id: `r-${made}` as ReportId,
    kind: 'hazard',
    by: worker,
    capturedAt: now - hourMs,
    receivedAt: now - hourMs,
    gridId: 'g-1' as GridId,
    note: '',
    photos: [],
    body: { type: 'light_out', severity: 'minor', tier: 2 },
    steps: [],
    standing: 'reported',
    ...patch,
  }
}

/** The report after these steps, each by the supervisor unless it says otherwise. */
export function after(
  report: Report,
  ...steps: (Partial<Step> & { type: StepType; at: number })[]
): Report {
  const workflow = kindOf(report.kind)!.workflow
  let { standing } = report
  const taken = steps.map((step, index): Step => {
    const from = standing
    standing = statusAfter(workflow, from, step.type)
    return { id: `${report.id}-${index}`, by: supervisor.id, from, to: standing, ...step }
  })
  return { ...report, steps: [...report.steps, ...taken], standing }
}

export const viewOf = (report: Report, photos = { expected: 0, arrived: 0 }): ReportView =>
  ({
    report,
    receipt: { state: 'received' },
    photos,
    voice: { expected: 0, arrived: 0 },
    attention: null,
    isMine: false,
    number: `N-${report.id}`,
  }) as unknown as ReportView

export const itemOf = (
  report: Report,
  photos?: { expected: number; arrived: number },
  member: Member = supervisor,
): ReportItem =>
  reportItemOf(viewOf(report, photos), {
    member,
    tree,
    placeTitle: () => 'Lamp W-116',
    memberName: (id) => id,
    t: (key) => key,
  })
