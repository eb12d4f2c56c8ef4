// A change that takes the place of a parked one (C5): it may carry the name and photos of the
// parked work's author, and the conflict closes with it. Asked by sync/decideOne.ts.
import type { Change } from '#domain/change.ts'
import { afterEditing, whyNotDecide } from '#domain/conflict.ts'
import { fault } from '#domain/fault.ts'
import type { ConflictId } from '#domain/ids.ts'
import { fail, type Result } from '#domain/result.ts'
import type { Applied } from '#records/applyChange.ts'
import type { Actor } from '../changes/actor.ts'
import { applyAs } from '../changes/applyAs.ts'
import { photosNamedBy } from '../changes/readChange.ts'
import { conflictIn } from './batchConflicts.ts'
import type { Resolving } from './decideConflict.ts'
import { originalOf } from './originalOf.ts'

export async function applyOnBehalf(
  resolving: Resolving,
  change: Change,
  id: ConflictId,
  as: Actor,
): Promise<Result<Applied>> {
  const { tx, rows, conflicts, read, receivedAt } = resolving
  const row = await conflicts.shownTo(as.member, id)
  if (!row) return fail(fault('unknownReport'))
  const conflict = conflictIn(row)
  const refused = whyNotDecide(conflict, as.member, rows.tree)
  if (refused) return fail(refused)
  const original = originalOf(read, conflict)
  const theirs = new Set(original.ok ? photosNamedBy(original.value) : [])
  const kept = photosNamedBy(change).filter((hash) => theirs.has(hash))
  const arrived = await tx.depositedBy(conflict.by, kept)
  const applied = await applyAs(resolving, change, {
    ...as,
    deposited: new Set([...as.deposited, ...arrived]),
    onBehalfOf: conflict.by,
  })
  if (!applied.ok) return applied
  await tx.namePhotos(change.t, change.row, conflict.by, kept)
  await conflicts.putDecided(row, {
    ...afterEditing(conflict, change.id, as.member.id, receivedAt),
    rowV: applied.value.row.v,
  })
  return applied
}
