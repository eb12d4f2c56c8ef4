// What a person sees: the server's row with their own unacknowledged changes applied on top, in
// order.
import { applyChange } from './applyChange.ts'
import type { Change } from './change.ts'
import type { Row } from './row.ts'

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
const isUnseen = (row: Row | null, pending: Pending): boolean =>
  // One that is offered again, to a server that had it before, has a version: what came after it
  // stays on top.
  (pending.fate === 'waiting' && (row?.v ?? 0) < (pending.rowV ?? Infinity)) ||
  (pending.fate === 'applied' && (row?.v ?? 0) < (pending.rowV ?? 0)) ||
  (pending.fate === 'parked' && row === null)

export function applyPending(row: Row | null, pendings: readonly Pending[]): Row | null {
  let seen = row
  for (const pending of pendings) {
    if (!isUnseen(row, pending)) continue
    if (pending.change.op === 'create' && seen) continue
    if (pending.change.op === 'patch' && !seen) continue
    seen = applyChange(seen, pending.change).row
  }
  return seen
}
