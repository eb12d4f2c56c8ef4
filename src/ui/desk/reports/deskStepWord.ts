import type { Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { stepWordKey } from '#ui/report/handling.ts'

/** At the desk what nobody has accepted yet is accepted and dispatched in one act. */
export const acceptsFirst = (report: Report, type: StepType): boolean => {
  const { accept, dispatch } = kindOrPlain(report.kind).workflow
  return (
    type === 'dispatch' &&
    !dispatch?.from.includes(report.standing) &&
    accept?.from.includes(report.standing) === true
  )
}

export const deskStepWordKey = (report: Report, type: StepType): string =>
  acceptsFirst(report, type) ? 'desk.step.acceptDispatch' : stepWordKey(report, type)
