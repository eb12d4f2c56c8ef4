// A supervisor's decision about a parked change (C3, C4), or its author's acknowledgement. Asked by
// sync/decideOne.ts.
import type { Change } from '#domain/change.ts'
import {
  afterDecision,
  type Conflict,
  decisionIn,
  whyNotAct,
  withRightsOf,
} from '#domain/conflict.ts'
import { fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Row } from '#domain/row.ts'
import type { Applied } from '#records/applyChange.ts'
import { memberOf } from '../access/memberOf.ts'
import type { Actor } from '../changes/actor.ts'
import { applyAs, type Applying } from '../changes/applyAs.ts'
import type { ReadEnvelope } from '../changes/envelopeReader.ts'
import { photosNamedBy } from '../changes/readChange.ts'
import { type BatchConflicts, conflictIn } from './batchConflicts.ts'
import { originalOf } from './originalOf.ts'

export interface Resolving extends Applying {
  conflicts: BatchConflicts
  read: ReadEnvelope
  receivedAt: Instant
}

/** The row of the conflict as decided; of parked work that is applied, its row is written too. */
export async function decideConflict(
  resolving: Resolving,
  change: Change,
  member: Member,
): Promise<Result<Row>> {
  if (change.op !== 'patch' || change.by !== member.id || !member.isActive)
    return fail(fault('notYours'))
  const { conflicts, rows, receivedAt } = resolving
  const row = await conflicts.shownTo(member, change.row)
  if (!row) return fail(fault('unknownReport'))
  const conflict = conflictIn(row)
  const asked = decisionIn(change)
  if (!asked.ok) return asked
  const refused = whyNotAct(conflict, asked.value, member, rows.tree)
  if (refused) return fail(refused)
  const applied =
    asked.value.decision === 'apply' ? await applyParked(resolving, conflict, member) : null
  if (applied && !applied.ok) return applied
  const after = afterDecision(conflict, asked.value, member.id, receivedAt)
  return succeed(
    await conflicts.putDecided(row, applied ? { ...after, rowV: applied.value.row.v } : after),
  )
}

/**
 * The parked change is decided again, as of now: its author's work, with the rights of whoever
 * decides lent to it.
 */
async function applyParked(
  resolving: Resolving,
  conflict: Conflict,
  member: Member,
): Promise<Result<Applied>> {
  const original = originalOf(resolving.read, conflict)
  if (!original.ok) return original
  const change = original.value
  // What it would do to another conflict is that decision's own; a lent right lends nothing on.
  if (change.ofCase) return fail(fault('notAllowed'))
  const { tx } = resolving
  const author = await memberOf(tx, conflict.by)
  if (!author) return fail(fault('notYours'))
  const as: Actor = {
    member: withRightsOf(author, member),
    deposited: await tx.depositedBy(author.id, photosNamedBy(change)),
    receivedAt: conflict.receivedAt,
  }
  return applyAs(resolving, change, as)
}
