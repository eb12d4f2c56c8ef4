// What a person sees: the server's row with their own unacknowledged changes applied on top, in
// order.
import { applyChange } from './applyChange.ts'
import type { Change } from '#domain/change.ts'
import type { LooseRow, Row, RowType } from '#domain/row.ts'

export interface Pending {
  change: Change
  fate: 'waiting' | 'applied' | 'parked'
  rowV?: number
}

/**
 * Whether the row on this phone does not show the change yet. A parked change is applied only
 * where there is no row to show (what was captured is never hidden from who captured it); else the
 * server's row stands and the record says "needs attention".
 */
const isUnseen = (row: LooseRow | null, pending: Pending): boolean =>
  // One that is resent, to a server that had it before, has a version: what came after it
  // stays on top.
  (pending.fate === 'waiting' && (row?.v ?? 0) < (pending.rowV ?? Infinity)) ||
  (pending.fate === 'applied' && (row?.v ?? 0) < (pending.rowV ?? 0)) ||
  (pending.fate === 'parked' && row === null)

/** The changes are those to this row, so they are of its type. */
export function applyPending<T extends RowType>(
  row: Row<T> | null,
  pendings: readonly Pending[],
): Row<T> | null {
  let seen = row
  for (const pending of pendings) {
    if (!isUnseen(row, pending)) continue
    if (pending.change.op === 'create' && seen) continue
    if (pending.change.op === 'patch' && !seen) continue
    seen = applyChange(seen, pending.change).row as Row<T>
  }
  return seen
}
