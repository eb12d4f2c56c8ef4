// Steps on a report that is already there: by its author, its handler, its reviewer. Each is a
// change like every other.
import type { DraftVersion } from '#client/drafts/draft.ts'
import { baseOf } from '#client/drafts/seen.ts'
import type { Draft, Seen } from '#client/db/tables.ts'
import { attachmentsOf } from '#domain/attachment.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { ConflictId, ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { policyOf } from '#records/policyOf.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Step, StepType } from '#domain/step.ts'
import { missingInStep, statusAfter } from '#domain/workflow.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { useDevice } from './device.ts'
import { useSaveChange } from './useSaveChange.ts'
import { useSession } from './useSession.ts'
import { useRights } from './useRights.ts'

export type StepInput = Pick<
  Step,
  'type' | 'comment' | 'marks' | 'handlerId' | 'dueAt' | 'photos' | 'position' | 'voice'
> & {
  set?: Record<string, unknown>
  /** The parked conflict whose place it takes. */
  ofCase?: ConflictId
  /** The versions behind what was on the screen, where it sets fields. */
  seen?: Pick<Seen, 'fv' | 'own'>
  /** The form it was written in. */
  form?: { save: SaveThrough }
}

/** Ends the draft of a form in the transaction that keeps the change. */
export type SaveThrough = <T>(
  saveDraft: (draft: Draft, version: DraftVersion) => Promise<Result<T>>,
) => Promise<Result<T>>

export interface StepActions {
  /** Gives the change it became; for a moment its author may take it back (useTakeBack.ts). */
  takeStep(report: Report, input: StepInput): Promise<Result<ChangeId>>
  /**
   * One after the other, each from where the one before has led. What was taken before one that was
   * refused stands, and is told by its changes.
   */
  takeSteps(
    report: Report,
    inputs: readonly StepInput[],
  ): Promise<{ taken: ChangeId[]; fault: Fault | null }>
  /** What could be taken once this step has been. */
  openStepsAfter(report: Report, type: StepType): StepType[]
  openStepsFor(report: Report): StepType[]
  whyNotStep(report: Report, type: StepType): Fault | null
}

export function useStepActions(): StepActions {
  const device = useDevice()
  const session = useSession()
  const saveChange = useSaveChange()
  const rights = useRights()
  const workflowOf = (report: Report) => kindOrPlain(report.kind).workflow

  interface Taken {
    id: ChangeId
    step: Step
  }

  async function take(
    report: Report,
    { set, ofCase, seen, form, ...input }: StepInput,
  ): Promise<Result<Taken>> {
    const member = session.member
    if (!member) return fail(fault('signedOut'))
    const workflow = workflowOf(report)
    const refused = rights.whyNotStep(report, input.type) ?? missingInStep(workflow, input)
    if (refused) return fail(refused)
    const now = device.environment.now()
    const altered = Object.fromEntries(
      Object.entries(set ?? {}).filter(([field]) => policyOf('report', field)),
    )
    const base = seen && baseOf(seen, Object.keys(altered))
    const part = {
      ...(ofCase ? { ofCase } : {}),
      ...(Object.keys(altered).length > 0 ? { set: altered, ...(base ? { base } : {}) } : {}),
    }
    const keep = async (draft?: Draft, version?: DraftVersion): Promise<Result<Taken>> => {
      const id = draft?.change ?? newId<ChangeId>(now, crypto)
      const step: Step = {
        ...input,
        id: draft?.step ?? newId<string>(now, crypto),
        by: member.id,
        at: now,
        from: report.standing,
        to: statusAfter(workflow, report.standing, input.type),
      }
      const kept = await saveChange(
        { id, t: 'report', row: report.id, op: 'patch', step, ...part },
        attachmentsOf(input),
        { draft: version, isRecallable: true },
      )
      return kept.ok ? succeed({ id, step }) : kept
    }
    return form ? form.save(keep) : keep()
  }

  async function takeSteps(
    report: Report,
    inputs: readonly StepInput[],
  ): Promise<{ taken: ChangeId[]; fault: Fault | null }> {
    const taken: ChangeId[] = []
    let at = report
    for (const input of inputs) {
      const result = await take(at, input)
      if (!result.ok) return { taken, fault: result.fault }
      const { id, step } = result.value
      taken.push(id)
      at = { ...at, steps: [...at.steps, step], standing: step.to }
    }
    return { taken, fault: null }
  }

  return {
    takeStep: async (report, input) => {
      const result = await take(report, input)
      return result.ok ? succeed(result.value.id) : result
    },
    takeSteps,
    openStepsAfter: (report, type) =>
      rights.openSteps({
        ...report,
        standing: statusAfter(workflowOf(report), report.standing, type),
      }),
    openStepsFor: rights.openSteps,
    whyNotStep: rights.whyNotStep,
  }
}
