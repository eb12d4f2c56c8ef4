// How a report moves. Each kind brings its table; who may take which step is decided here, on the
// phone and on the server alike. An ability counts in the report's grid alone. Elsewhere its
// author acts as its author, and who was named to handle it as its handler.
import type { Fault } from './fault.ts'
import { fault } from './fault.ts'
import type { GridTree } from './grid.ts'
import { type Ability, type Acting, canIn, canSomewhere } from './member.ts'
import { handlingOf, type Report } from './report.ts'
import type { Status, Step, StepType } from './step.ts'

export interface StepRule {
  from: readonly Status[]
  /** `same` leaves the status as it is (a note). */
  to: Status | 'same'
  /** An ability, the author of the report, or whoever it was dispatched to. */
  by: Ability | 'author' | 'assignee'
  needs?: readonly ('comment' | 'handler' | 'photo')[]
  /** True where the one who handled it may not be the one who takes this step. */
  isRefusedToHandler?: boolean
}

export type Workflow = Partial<Record<StepType, StepRule>>

type Progress = Pick<Report, 'by' | 'gridId' | 'standing' | 'steps'>

function holds(rule: StepRule, report: Progress, member: Acting, tree: GridTree): boolean {
  const isHere = (ability: Ability): boolean => canIn(member, ability, report.gridId, tree)
  if (!member.isActive) return false
  if (rule.by === 'author') return report.by === member.id
  if (rule.by !== 'assignee') return isHere(rule.by)
  return handlingOf(report).handlerId === member.id
    ? canSomewhere(member, 'handle', tree)
    : isHere('handle') && isHere('review')
}

/** Who did the work that a check looks at: everyone who took it up or resolved it. */
const handledBy = (report: Progress, member: Acting): boolean =>
  report.steps.some(
    (step) => (step.type === 'start' || step.type === 'resolve') && step.by === member.id,
  ) ||
  (report.standing === 'selfHandled' && report.by === member.id)

/**
 * Null when the member may take this step now, else why not. What the step must carry is asked by
 * `missingInStep`.
 */
export function whyNot(
  workflow: Workflow,
  report: Progress,
  type: StepType,
  member: Acting,
  tree: GridTree,
): Fault | null {
  const rule = workflow[type]
  if (!rule) return fault('wrongStanding', { standing: report.standing })
  if (!holds(rule, report, member, tree))
    return fault(rule.by === 'author' ? 'notYours' : 'notAllowed')
  if (!rule.from.includes(report.standing))
    return fault('wrongStanding', { standing: report.standing })
  if (rule.isRefusedToHandler && handledBy(report, member)) return fault('handlerMayNotCheck')
  return null
}

export function missingInStep(
  workflow: Workflow,
  step: Pick<Step, 'type' | 'comment' | 'handlerId' | 'photos' | 'voice'>,
): Fault | null {
  for (const need of workflow[step.type]?.needs ?? []) {
    if (need === 'comment' && !step.comment?.trim() && !step.voice?.length)
      return fault('missingReason')
    if (need === 'handler' && !step.handlerId) return fault('missingHandler')
    if (need === 'photo' && !step.photos?.length) return fault('missingPhoto')
  }
  return null
}

/** The steps this member may take now, in the order of the table. */
export const openSteps = (
  workflow: Workflow,
  report: Progress,
  member: Acting,
  tree: GridTree,
): StepType[] =>
  (Object.keys(workflow) as StepType[]).filter(
    (type) => whyNot(workflow, report, type, member, tree) === null,
  )

export const statusAfter = (workflow: Workflow, status: Status, type: StepType): Status => {
  const to = workflow[type]?.to ?? 'same'
  return to === 'same' ? status : to
}
