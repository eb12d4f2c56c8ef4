// The one step of a report that this person is waited for, if there is one.
import type { GridTree } from '#domain/grid.ts'
import type { Member } from '#domain/member.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import type { Status, StepType } from '#domain/step.ts'
import { whyNot, type Workflow } from '#domain/workflow.ts'

/** What a status waits for; the others wait for the author, for nobody, or are over. */
const awaited: Partial<Record<Status, StepType>> = {
  reported: 'accept',
  accepted: 'dispatch',
  dispatched: 'start',
  inProgress: 'resolve',
  resolved: 'close',
  selfHandled: 'close',
}

/** Put right by its author, closed, and reopened: nobody has ever been named to handle it. */
const isWithoutHandler = (report: Report): boolean =>
  report.standing === 'inProgress' && handlingOf(report).handlerId === undefined

export function nextDecision(
  workflow: Workflow,
  report: Report,
  member: Member | null,
  tree: GridTree,
): StepType | null {
  const type = isWithoutHandler(report) ? 'dispatch' : awaited[report.standing]
  if (!type || !member || whyNot(workflow, report, type, member, tree)) return null
  // A supervisor may act for a handler, but is waited for only where they are the handler.
  if (workflow[type]?.by === 'assignee' && handlingOf(report).handlerId !== member.id) return null
  return type
}
