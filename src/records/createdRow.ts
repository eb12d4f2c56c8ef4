// The row that a create makes. One definition for both sides: the server stores it, and a phone
// that created it need not be sent it back.
import type { CreateChange } from '#domain/change.ts'
import type { Instant } from '#domain/ids.ts'
import { type Row, rowOf } from '#domain/row.ts'
import { applyChange } from './applyChange.ts'
import { recordTypeOf } from './recordTypeOf.ts'

/** What the server alone decides is set here, whatever the phone wrote. */
export function createdRow(change: CreateChange, receivedAt: Instant): Row {
  const { f } = rowOf({ t: change.t, id: change.row, v: 0, fv: {} }, change.set)
  const begun = recordTypeOf(change.t)?.begun?.(f)
  return applyChange(null, begun ? { ...change, set: { ...f, ...begun } } : change, receivedAt).row
}
