// A change that could not be applied and waits for a person's decision. It is a row like every
// other (type `case`), so that it reaches its author and the supervisors of its grid in the
// ordinary way; a decision is a change to that row. Phone and server ask the same questions here.
import type { PatchChange } from './change.ts'
import { fault, type Fault, type FaultCode } from './fault.ts'
import type { ConflictId, ChangeId, GridId, Instant, MemberId, PhotoHash } from './ids.ts'
import type { GridTree } from './grid.ts'
import { type Acting, canIn, type Member } from './member.ts'
import { reportLimits } from './report.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Fields } from './row.ts'

export const conflictStatuses = ['open', 'applied', 'appliedEdited', 'declined'] as const
export type ConflictStatus = (typeof conflictStatuses)[number]

export interface Conflict {
  id: ConflictId
  changeId: ChangeId
  /**
   * Whose device brought it; the change may claim another author, which is then why it was parked.
   */
  by: MemberId
  deviceLabel: string
  /** By the clock of whoever made the change; absent when it does not say. */
  at?: Instant
  receivedAt: Instant
  /** The row it was meant for; absent when it does not say. */
  concerns?: { t: string; row: string }
  /** Whose supervisors decide: the grid of the report, else the grids of the author. */
  gridIds: GridId[]
  dataClass: 'work' | 'care'
  fault: Fault
  /** The change as it came; absent when it is larger than a change may be. */
  content?: Fields
  /** Of the photos it names, those whose bytes its author has handed in. */
  arrived?: PhotoHash[]
  standing: ConflictStatus
  decidedBy?: MemberId
  decidedAt?: Instant
  reason?: string
  /** The change that was made of it, where it was applied edited. */
  editedChangeId?: ChangeId
  /** Version of the row that has it in it. */
  rowV?: number
  /** Its author has seen the decision. */
  isAcknowledged?: boolean
}

/** `acknowledge` is the author's: they have seen how it ended. */
export const conflictDecisions = ['apply', 'decline', 'acknowledge'] as const

export interface ConflictDecision {
  decision: (typeof conflictDecisions)[number]
  reason?: string
}

/** What a change to a conflict asks for. */
export function decisionIn(
  change: Pick<PatchChange, 'set' | 'add' | 'remove' | 'step'>,
): Result<ConflictDecision> {
  const { decision, reason, ...rest } = (change.set ?? {}) as Partial<
    Record<'decision' | 'reason', unknown>
  >
  const { add, remove, step } = change
  const [stray] = [
    ...Object.keys(rest),
    ...Object.entries({ add, remove, step })
      .filter(([, part]) => part !== undefined)
      .map(([key]) => key),
  ]
  if (stray !== undefined) return fail(fault('invalidFields', { field: stray.slice(0, 64) }))
  const known = conflictDecisions.find((each) => each === decision)
  if (!known) return fail(fault('invalidFields', { field: 'decision' }))
  if (
    reason !== undefined &&
    (typeof reason !== 'string' || reason.length > reportLimits.commentCharacters)
  )
    return fail(fault('invalidFields', { field: 'reason' }))
  // Nothing keeps what is said with it.
  if (known === 'acknowledge' && reason?.trim())
    return fail(fault('invalidFields', { field: 'reason' }))
  return succeed({ decision: known, ...(reason?.trim() ? { reason: reason.trim() } : {}) })
}

/** Refusals of a right: nobody grants themselves what they were refused. */
const refusedRights: ReadonlySet<FaultCode> = new Set([
  'notAllowed',
  'notYours',
  'notYourGrid',
  'handlerMayNotCheck',
])

/** Whether it lies in a grid where the member decides such conflicts. */
export const isDecidedBy = (
  { gridIds, dataClass }: Pick<Conflict, 'gridIds' | 'dataClass'>,
  member: Member,
  tree: GridTree,
): boolean =>
  gridIds.some(
    (gridId) =>
      canIn(member, 'review', gridId, tree) &&
      (dataClass !== 'care' || canIn(member, 'readCare', gridId, tree)),
  )

/** Null when the member may decide it now. */
export function whyNotDecide(conflict: Conflict, member: Member, tree: GridTree): Fault | null {
  if (!isDecidedBy(conflict, member, tree)) return fault('notAllowed')
  if (conflict.standing !== 'open') return fault('alreadyDecided')
  if (conflict.by === member.id && refusedRights.has(conflict.fault.code))
    return fault('authorMayNotDecide')
  return null
}

/** The same for every act on a conflict, the acknowledgement of its author included. */
export function whyNotAct(
  conflict: Conflict,
  { decision, reason }: ConflictDecision,
  member: Member,
  tree: GridTree,
): Fault | null {
  if (decision === 'acknowledge')
    return conflict.by === member.id && conflict.standing !== 'open' ? null : fault('notAllowed')
  return (
    whyNotDecide(conflict, member, tree) ??
    (decision === 'decline' && !reason ? fault('missingReason') : null)
  )
}

/** How the conflict stands after the decision. */
export function afterDecision(
  conflict: Conflict,
  { decision, reason }: ConflictDecision,
  by: MemberId,
  at: Instant,
): Conflict {
  if (decision === 'acknowledge') return { ...conflict, isAcknowledged: true }
  const standing: ConflictStatus = decision === 'apply' ? 'applied' : 'declined'
  return { ...conflict, standing, decidedBy: by, decidedAt: at, ...(reason ? { reason } : {}) }
}

/** How it stands once a change of the supervisor's own has taken its place. */
export const afterEditing = (
  conflict: Conflict,
  editedChangeId: ChangeId,
  by: MemberId,
  at: Instant,
): Conflict => ({
  ...conflict,
  standing: 'appliedEdited',
  decidedBy: by,
  decidedAt: at,
  editedChangeId,
})

/**
 * The work stays the author's, the right is lent, in the supervisor's grids. What nobody may do to
 * their own work stays refused.
 */
export const withRightsOf = (author: Member, supervisor: Member): Acting => ({
  ...author,
  isActive: true,
  lentBy: supervisor,
})
