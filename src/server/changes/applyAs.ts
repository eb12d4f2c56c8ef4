// Decides a change in somebody's name and, if it may be, writes its row, its history and the photos
// it names. Asked by sync/decideOne.ts and, for parked work, by conflicts/.
import type { Change } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { fail, type Result } from '#domain/result.ts'
import type { LooseRow } from '#domain/row.ts'
import type { decide } from '#records/decide.ts'
import { recordTypeOf } from '#records/recordTypeOf.ts'
import type { Applied } from '#records/applyChange.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import type { Actor } from './actor.ts'
import type { BatchHistory } from './batchHistory.ts'
import type { BatchRows } from './batchRows.ts'
import { decisionContext } from './decisionContext.ts'
import { photosNamedBy } from './readChange.ts'

export type Decide = typeof decide

export interface Applying {
  tx: WriteTx
  rows: BatchRows
  history: BatchHistory
  decide: Decide
}

/** Not applied, it has written nothing. */
export async function applyAs(
  { tx, rows, history, decide }: Applying,
  change: Change,
  as: Actor,
): Promise<Result<Applied>> {
  const row = await rows.row(change.t, change.row)
  if (change.op === 'create' && row) return fail(fault('idTaken'))
  const decided = decide(change, row, await decisionContext(rows, change, as))
  if (!decided.ok) return decided
  const { row: after } = decided.value
  const gone = await history.note(row, decided.value, change, as.member.id)
  const named = photosNamedBy(change)
  const previous = row && named.length > 0 ? await tx.previousNamers(after.t, after.id, named) : []
  if (recordTypeOf(after.t)?.carriesPhotos) {
    const before = ((row?.f.arrived as PhotoHash[] | undefined) ?? []).filter(
      (hash) => !gone.has(hash),
    )
    const arrived = named.filter((hash) => as.deposited.has(hash))
    for (const { hash, member } of previous) arrived.push(...(await tx.depositedBy(member, [hash])))
    after.f.arrived = [...new Set([...before, ...arrived])].sort()
  }
  noteByPlan(rows, change, after)
  await rows.put(after)
  await tx.namePhotos(after.t, after.id, as.member.id, named)
  // Put back, a photo is shown to everybody once more, whoever puts it there.
  for (const { hash, member } of previous) await tx.namePhotos(after.t, after.id, member, [hash])
  return decided
}

/** What the record type has the server note of a row whose place is said anew. */
function noteByPlan(rows: BatchRows, change: Change, { t, f }: LooseRow): void {
  const noted = recordTypeOf(t)?.noted
  if (!noted || (change.op === 'patch' && !noted.by.some((field) => field in (change.set ?? {}))))
    return
  const word = noted.say(f as never, {
    whichGrid: rows.whichGrid,
    place: (id) => rows.reference('place', id)?.f,
  })
  if (word === undefined) delete f[noted.field]
  else f[noted.field] = word
}
