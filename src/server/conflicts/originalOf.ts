// The change that was parked, read again as it came. Asked by whoever decides its conflict, and for
// the scopes that the decision will write to.
import type { Conflict } from '#domain/conflict.ts'
import type { Change } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import { reportLimits } from '#domain/report.ts'
import { fail, type Result } from '#domain/result.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import type { ReadEnvelope } from '../changes/envelopeReader.ts'

export const originalOf = (read: ReadEnvelope, { content }: Conflict): Result<Change> =>
  content
    ? read(content as ChangeEnvelope)
    : fail(fault('tooLarge', { limit: reportLimits.changeBytes }))
