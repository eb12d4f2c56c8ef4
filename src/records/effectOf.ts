// What an allowed change makes of its row. Asked by decide.ts, and alone where it was allowed
// before (server/restore/replayJournal.ts).
import type { Change } from '#domain/change.ts'
import type { Instant } from '#domain/ids.ts'
import type { Row } from '#domain/row.ts'
import type { Step } from '#domain/step.ts'
import { type Applied, applyChange } from './applyChange.ts'
import { createdRow } from './createdRow.ts'
import { recordTypeOf } from './recordTypeOf.ts'

export function effectOf(change: Change, row: Row | null, receivedAt: Instant): Applied {
  if (change.op === 'create')
    return { row: createdRow(change, receivedAt), overwritten: [], taken: [] }
  const stepIn = recordTypeOf(change.t)?.stepIn
  if (!change.step || !stepIn || !row) return applyChange(row, change, receivedAt)
  return applyChange(row, { ...change, step: stepIn(row, withoutReceipt(change.step)) }, receivedAt)
}

const withoutReceipt = (step: Step): Step => {
  const { receivedAt: _dropped, ...rest } = step
  return rest
}
