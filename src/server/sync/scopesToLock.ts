// Every scope that a batch may write to, found before anything is decided. Asked by takeBatch.ts,
// which locks them.
import type { Change } from '#domain/change.ts'
import type { MemberId, ScopeId } from '#domain/ids.ts'
import { rowOf } from '#domain/row.ts'
import { ownScope } from '#domain/scope.ts'
import { isDecided } from '#records/recordTypeOf.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { ScopesToLock } from '../changes/batchRows.ts'
import { originalOf } from '../conflicts/originalOf.ts'
import type { Batch } from './openBatch.ts'

export async function scopesToLock(batch: Batch): Promise<ScopesToLock> {
  const { rows, read, work } = batch
  // A photo that comes in meanwhile looks for the rows that name it (acceptPhoto.ts): one of the
  // two sees the other. And whoever decides a conflict gives back to its author's ledger with the
  // conflict in hand: where the author parks more, both hold this one first.
  const scopes = new Set<ScopeId>(work.changes.length > 0 ? [ownScope(work.device.memberId)] : [])
  const conflicts = new Set<ScopeId>()
  for (const envelope of work.changes) {
    const change = read(envelope)
    if (!change.ok) continue
    const { t, row, ofCase } = change.value
    const conflictId = t === 'case' ? row : ofCase
    const conflict = conflictId === undefined ? null : await rows.row('case', conflictId)
    if (conflict) {
      for (const scope of scopesOfRow(conflict)) conflicts.add(scope)
      scopes.add(ownScope(conflict.f.by))
    }
    const original = t === 'case' && conflict ? originalOf(read, conflict.f) : change
    if (original.ok) await addScopesOf(batch, original.value, scopes)
  }
  return { scopes, conflicts }
}

async function addScopesOf(
  { tx, rows }: Batch,
  change: Change,
  scopes: Set<ScopeId>,
): Promise<void> {
  if (!isDecided(change.t)) return
  // A create of a row that is there is parked, so the scopes of that row stay as they are.
  if (change.op === 'patch')
    for (const scope of await tx.scopesOf(change.t, change.row)) scopes.add(scope)
  const set = { ...(change.op === 'create' ? change.set : (change.set ?? {})) } as {
    gridId?: string
    kind?: string
    by?: string
  }
  if (typeof set.gridId === 'string') {
    const by = (typeof set.by === 'string' ? set.by : change.by) as MemberId
    const kind = set.kind ?? (await rows.row(change.t, change.row))?.f.kind
    const head = { t: change.t, id: change.row, v: 0, fv: {} }
    for (const scope of scopesOfRow(rowOf(head, { ...set, kind, by, steps: [] }))) scopes.add(scope)
  }
  const handler = change.op === 'patch' ? change.step?.handlerId : undefined
  if (typeof handler === 'string') scopes.add(ownScope(handler))
}
