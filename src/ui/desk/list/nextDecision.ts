// The one step of a report that this person is waited for, if there is one.
import type { GridTree } from '#domain/grid.ts'
import type { Member } from '#domain/member.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import { meaningOf } from '#domain/status.ts'
import type { StepType } from '#domain/step.ts'
import { whyNot, type Workflow } from '#domain/workflow.ts'

/** Put right by its author, closed, and reopened: nobody has ever been named to handle it. */
const isWithoutHandler = (report: Report): boolean =>
  report.standing === 'inProgress' && handlingOf(report).handlerId === undefined

export function nextDecision(
  workflow: Workflow,
  report: Report,
  member: Member | null,
  tree: GridTree,
): StepType | null {
  const type = isWithoutHandler(report) ? 'dispatch' : meaningOf(report.standing).awaits
  if (!type || !member || whyNot(workflow, report, type, member, tree)) return null
  // A supervisor may act for a handler, but is waited for only where they are the handler.
  if (workflow[type]?.by === 'assignee' && handlingOf(report).handlerId !== member.id) return null
  return type
}
