// Each envelope of a batch is read once, however often it is asked for. Made by openBatch.ts.
import type { Change } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import { fail, type Result } from '#domain/result.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { readChange } from './readChange.ts'

/** The fault is the one for which the change is parked. */
export type ReadEnvelope = (envelope: ChangeEnvelope) => Result<Change>

export function envelopeReader(): ReadEnvelope {
  const read = new Map<ChangeEnvelope, Result<Change>>()
  return (envelope) => {
    let change = read.get(envelope)
    if (!change) read.set(envelope, (change = readChange(envelope)))
    return change
  }
}

/** For what has ended a process before: no look at what is inside. */
export const unread: ReadEnvelope = () => fail(fault('internal'))
