// The row that a create makes. One definition for both sides: the server stores it, and a phone
// that created it need not be sent it back.
import { applyChange } from '#domain/applyChange.ts'
import type { CreateChange } from '#domain/change.ts'
import type { Instant } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import type { Row } from '#domain/row.ts'
import { kindOf, plainKind } from './kinds.ts'

/**
 * What the server alone decides — steps, status, arrival — is set here, whatever the phone
 * wrote.
 */
export function createdRow(change: CreateChange, receivedAt: Instant): Row {
  if (change.t !== 'report') return applyChange(null, change).row
  const { kind, body } = change.set as unknown as Report
  const set = {
    ...change.set,
    steps: [],
    standing: (kindOf(kind) ?? plainKind).firstStatus(body),
    arrived: [],
  }
  return applyChange(null, { ...change, set }, receivedAt).row
}
