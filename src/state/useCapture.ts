// Steps on a report that is already there: by its author, its handler, its reviewer. Each is a change like every other.
import { stepDraftId } from '#device/draft.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { CaseId, ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { policyOf } from '#domain/fieldPolicy.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Step, StepType } from '#domain/step.ts'
import { lacks, openSteps, standingAfter, whyNot } from '#domain/workflow.ts'
import { kindOf, plainKind } from '#kinds/kinds.ts'
import { useDevice } from './device.ts'
import { useKeep } from './useKeep.ts'
import { usePerson } from './usePerson.ts'

export type StepInput = Pick<Step, 'type' | 'comment' | 'marks' | 'handlerId' | 'dueAt' | 'photos'> & {
  set?: Record<string, unknown>
  /** The parked case whose place it takes. */
  ofCase?: CaseId
}

export interface Capture {
  /** Gives the change it became; for a moment its author may take it back (useTakeBack.ts). */
  takeStep(report: Report, input: StepInput): Promise<Result<ChangeId>>
  withdraw(report: Report, comment: string): Promise<Result<ChangeId>>
  openStepsFor(report: Report): StepType[]
  whyNotStep(report: Report, type: StepType): Fault | null
}

export function useCapture(): Capture {
  const device = useDevice()
  const person = usePerson()
  const keep = useKeep()
  const workflowOf = (report: Report) => (kindOf(report.kind) ?? plainKind).workflow

  async function takeStep(report: Report, { set, ofCase, ...input }: StepInput): Promise<Result<ChangeId>> {
    const member = person.member
    if (!member) return fail(fault('signedOut'))
    const workflow = workflowOf(report)
    const refused = whyNot(workflow, report, input.type, member) ?? lacks(workflow, input)
    if (refused) return fail(refused)
    const now = device.environment.now()
    const step: Step = {
      ...input, id: newId<string>(now, crypto), by: member.id, at: now,
      from: report.standing, to: standingAfter(workflow, report.standing, input.type),
    }
    const altered = Object.fromEntries(Object.entries(set ?? {}).filter(([field]) => policyOf('report', field)))
    const id = newId<ChangeId>(now, crypto)
    const part = { ...(ofCase ? { ofCase } : {}), ...(Object.keys(altered).length > 0 ? { set: altered } : {}) }
    const kept = await keep({ id, t: 'report', row: report.id, op: 'patch', step, ...part }, input.photos ?? [], stepDraftId(report.id, input.type), true)
    return kept.ok ? succeed(id) : kept
  }

  return {
    takeStep,
    withdraw: (report, comment) => takeStep(report, { type: 'withdraw', comment }),
    openStepsFor: (report) => (person.member ? openSteps(workflowOf(report), report, person.member) : []),
    whyNotStep: (report, type) => (person.member ? whyNot(workflowOf(report), report, type, person.member) : fault('signedOut')),
  }
}
