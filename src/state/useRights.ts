// What this person may do with a record: the very questions the server asks, so that nothing is
// offered here that it would refuse there.
import { whyNotAlter, whyNotMove } from '#domain/alteration.ts'
import type { PatchChange } from '#domain/change.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { GridId } from '#domain/ids.ts'
import { type Ability, canIn, canSomewhere } from '#domain/member.ts'
import type { Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import { openSteps, whyNot } from '#domain/workflow.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'

export interface Rights {
  canIn(ability: Ability, gridId: GridId): boolean
  /** A record of their own, wherever it lies. */
  mayMake(kind: string): boolean
  openSteps(report: Report): StepType[]
  whyNotStep(report: Report, type: StepType): Fault | null
  whyNotAlter(report: Report, alteration: Pick<PatchChange, 'set' | 'add' | 'remove'>): Fault | null
}

export function useRights(): Rights {
  const session = useSession()
  const reference = useReference()

  return {
    canIn: (ability, gridId) =>
      session.member !== null && canIn(session.member, ability, gridId, reference.tree),
    mayMake: (kind) =>
      session.member !== null &&
      canSomewhere(session.member, kindOrPlain(kind).ability, reference.tree),
    openSteps: (report) =>
      session.member
        ? openSteps(kindOrPlain(report.kind).workflow, report, session.member, reference.tree)
        : [],
    whyNotStep: (report, type) =>
      session.member
        ? whyNot(kindOrPlain(report.kind).workflow, report, type, session.member, reference.tree)
        : fault('signedOut'),
    whyNotAlter: (report, alteration) => {
      const { member } = session
      if (!member) return fault('signedOut')
      const { tree } = reference
      const to = (alteration.set?.gridId ?? report.gridId) as GridId
      return (
        whyNotAlter(report, alteration, member, tree) ??
        whyNotMove(report, to, kindOrPlain(report.kind).ability, member, tree)
      )
    },
  }
}
