// What becomes of one change of a batch: answered as before, parked, or applied. Asked by
// decideBatch.ts; whatever comes back is journaled and acknowledged there (S6).
import type { Change } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import type { ConflictId } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import type { Applied } from '#records/applyChange.ts'
import { recordTypeOf } from '#records/recordTypeOf.ts'
import type { Actor } from '../changes/actor.ts'
import { applyAs } from '../changes/applyAs.ts'
import { isBare } from '../changes/readChange.ts'
import { applyOnBehalf } from '../conflicts/applyOnBehalf.ts'
import { decideConflict, type Resolving } from '../conflicts/decideConflict.ts'
import { rowName } from '../storage/port/storage.ts'
import { again } from './batchOutcomes.ts'
import type { Batch } from './openBatch.ts'
import { parked } from './ruling.ts'

/** @param as whose work it is; null where the organisation knows them no longer. */
export async function decideOne(
  batch: Batch,
  as: Actor | null,
  envelope: ChangeEnvelope,
  hash: string,
): Promise<ChangeResult> {
  const { outcomes, work } = batch
  const settled = outcomes.settledFor(envelope, hash)
  if (settled) return again(envelope, settled.result)
  const known = outcomes.of(envelope.id)
  const isAnothers = known !== undefined && outcomes.isAnothers(known)
  if (known && !isAnothers && (await outcomes.isSaidIn(known, envelope)))
    return again(envelope, known.result)
  // Its bare envelope came before it (C8): now that the content is here it is decided like any
  // other. Of another member's nothing is told.
  if (known && (isAnothers ? !isBare(envelope) : !known.isBare))
    return parked(envelope, fault('idTaken'))
  const change = batch.read(envelope)
  if (!change.ok) return parked(envelope, change.fault)
  if (!as) return parked(envelope, fault('notYours'))
  if (work.ruling.is === 'parked') return parked(envelope, work.ruling.why)
  if (work.ruling.is === 'unread') return parked(envelope, fault('internal'))
  const resolving = { ...batch, decide: work.ruling.decide, receivedAt: work.receivedAt }
  if (change.value.t === 'case') {
    const after = await decideConflict(resolving, change.value, as.member)
    return after.ok
      ? { n: envelope.n, s: 'applied', rowV: after.value.v }
      : parked(envelope, after.fault)
  }
  const applied = await applyOne(resolving, change.value, as)
  if (!applied.ok) return parked(envelope, applied.fault)
  if (known)
    batch.conflicts.addLateArrival({
      conflictId: known.hash as ConflictId,
      by: as.member.id,
      rowV: applied.value.row.v,
    })
  return resultOf(batch, change.value, envelope, applied.value)
}

const applyOne = (resolving: Resolving, change: Change, as: Actor): Promise<Result<Applied>> =>
  change.ofCase
    ? applyOnBehalf(resolving, change, change.ofCase, as)
    : applyAs(resolving, change, as)

function resultOf(
  { rows }: Batch,
  change: Change,
  { n }: ChangeEnvelope,
  { row, overwritten }: Applied,
): ChangeResult {
  const unseen = overwritten.filter((old) => old.isUnseen).map((old) => old.field)
  // With a photo already here, or a note of the server's in it, the row differs from what the phone
  // can make of its own change.
  const noted = recordTypeOf(row.t)?.noted?.field
  if (
    change.op === 'create' &&
    !(row.f.arrived as string[] | undefined)?.length &&
    !(noted && noted in row.f)
  )
    rows.created.set(rowName(row), n)
  return {
    n,
    rowV: row.v,
    ...(unseen.length > 0 ? { s: 'merged', over: unseen } : { s: 'applied' }),
  }
}
