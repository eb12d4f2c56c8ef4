// How the changes of a push are taken: decided, all parked for a reason, or parked without a look.
// Chosen by acceptPush.ts, acceptRescued.ts and acceptReplayed.ts; read by openBatch.ts and
// decideOne.ts.
import { fault, type Fault } from '#domain/fault.ts'
import { decide } from '#records/decide.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import type { Decide } from '../changes/applyAs.ts'

export type Ruling =
  | { is: 'decided'; decide: Decide }
  /** All of it is kept for a supervisor to decide, for this reason (R4). */
  | { is: 'parked'; why: Fault }
  /** Stored and parked without a look at what is inside: it has ended a process before (S11). */
  | { is: 'unread' }

export const decided: Ruling = { is: 'decided', decide }
export const unreadRuling: Ruling = { is: 'unread' }

/** For a change that made its transaction fail: it is kept, and stops nothing. */
export const parkedInstead = (ruling: Ruling): Ruling =>
  ruling.is === 'decided' ? { is: 'parked', why: fault('internal') } : ruling

/** Stored, acknowledged, not applied. */
export const parked = ({ n }: ChangeEnvelope, why: Fault): ChangeResult => ({
  n,
  s: 'parked',
  fault: why,
})
