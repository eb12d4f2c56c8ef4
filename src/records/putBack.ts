// An earlier value put back: which patch does it. Asked by the history of a record before it offers
// the act, and when it is done (state/useHistory.ts).
import type { PatchChange } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import type { HistoryEntry } from '#domain/history.ts'
import { keyOf, readField } from '#domain/readField.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { LooseRow } from '#domain/row.ts'
import { policyOf } from './policyOf.ts'

/**
 * The part of a patch that puts the old value back, over what stands there now and with that seen.
 */
export function putBack(
  entry: HistoryEntry,
  row: Pick<LooseRow, 't' | 'id' | 'f' | 'fv'> | null,
): Result<Pick<PatchChange, 'set' | 'base' | 'add'>> {
  const { concerns, field, value } = entry
  if (!row || row.t !== concerns.t || row.id !== concerns.row) return fail(fault('unknownReport'))
  const policy = policyOf(concerns.t, field)
  const now = readField(row.f, field)
  if (policy === 'set') {
    const isThere = ((now ?? []) as unknown[]).some(
      (element) => keyOf(field, element) === keyOf(field, value),
    )
    return isThere
      ? fail(fault('changedMeanwhile'))
      : succeed({ add: { [field]: [value as { id?: string; hash?: string }] } })
  }
  if (policy !== 'last' && policy !== 'keepBoth')
    return fail(fault('invalidFields', { field: field.slice(0, 64) }))
  if (JSON.stringify(now) === JSON.stringify(value)) return fail(fault('changedMeanwhile'))
  return succeed({ set: { [field]: value }, base: { [field]: row.fv[field] ?? 1 } })
}
