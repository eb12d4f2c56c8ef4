// The outbox in two types: what any screen may ask, and what only capture and sync may do to it.
import type { ChangeId, Instant } from '#domain/ids.ts'
import type { NewChange } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { Result } from '#domain/result.ts'
import { type Durable, type Loss, readMeta } from '../db/meta.ts'
import type { OutboxEntry, Waiting, WaitingRecords } from '../db/tables.ts'
import { markLossesSeen, readLosses } from '../outbox/losses.ts'
import { letAllStand, takeBack } from '../outbox/recall.ts'
import { saveChange, type SaveInput } from '../outbox/saveChange.ts'
import {
  mirrorLastSaved,
  type PhoneEnvironment,
  waitingOf,
  waitingRecords,
} from '../session/localSession.ts'
import { acknowledgeHere } from '../sync/applyDecisions.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface OutboxReader {
  /** In the order in which they were saved. */
  entries(): Promise<OutboxEntry[]>
  waiting(): Promise<Waiting>
  waitingRecords(): Promise<WaitingRecords>
  losses(): Promise<Loss[]>
  /** Undefined until the server has said whether it has a backup. */
  durable(): Promise<Durable | undefined>
}

export interface Outbox {
  /** Gives its number. Faults: of the storage, and of a draft that is not what its author saw. */
  save(input: SaveInput): Promise<Result<number>>
  /** Why the server would park it, as far as this phone can tell; null where it would not. */
  foresee(change: NewChange, now: Instant): Promise<Fault | null>
  /** `tooLate` once it has left, or something was built upon it. */
  takeBack(id: ChangeId): Promise<Result<null>>
  /** Nothing that waits can be taken back any more. */
  letAllStand(): Promise<void>
  /** Its author has seen how a parked change ended. */
  acknowledge(id: ChangeId): Promise<void>
  markLossesSeen(): Promise<void>
}

export function outboxReader(session: SealedSession): OutboxReader {
  const { capture } = unsealed(session)
  return {
    entries: () => capture.outbox.orderBy('n').toArray(),
    waiting: () => waitingOf(capture),
    waitingRecords: () => waitingRecords(capture),
    losses: () => readLosses(capture),
    durable: () => readMeta(capture, 'durable'),
  }
}

export function outboxOf(session: SealedSession, environment: PhoneEnvironment): Outbox {
  const local = unsealed(session)
  const { capture } = local
  const mirror = mirrorLastSaved(local, environment)
  return {
    save: (input) => saveChange(capture, input, mirror),
    // Nobody waits for it, so that no start does either.
    foresee: async (change, now) => {
      const { foreseeFault } = await import('../outbox/foreseeFault.ts')
      return foreseeFault(local, change, now)
    },
    takeBack: (id) => takeBack(capture, id, mirror),
    letAllStand: async () => void (await letAllStand(capture)),
    acknowledge: async (id) => void (await acknowledgeHere(capture, id)),
    markLossesSeen: () => markLossesSeen(capture),
  }
}
