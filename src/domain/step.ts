// One event in a report's life. Steps are only ever appended; where a report stands follows from
// them.
import type { Instant, MemberId, PhotoHash } from './ids.ts'
import type { PhotoRef } from './photo.ts'
import type { Position } from './position.ts'
import { isSameValue } from './sameValue.ts'
import type { VoiceRef } from './voice.ts'

export const stepTypes = [
  'amend',
  'withdraw',
  'accept',
  'return',
  'reject',
  'dispatch',
  'start',
  'resolve',
  'rework',
  'close',
  'followUp',
  'note',
] as const
export type StepType = (typeof stepTypes)[number]

export const statuses = [
  'reported',
  'returned',
  'accepted',
  'dispatched',
  'inProgress',
  'resolved',
  'closed',
  'followedUp',
  'selfHandled',
  'rejected',
  'withdrawn',
] as const
export type Status = (typeof statuses)[number]

export const markLimits = { fields: 50, fieldCharacters: 64 } as const

export interface Step {
  id: string
  type: StepType
  by: MemberId
  /** By the clock of whoever took the step. */
  at: Instant
  /** By the server's clock; absent while the step is only on this phone. */
  receivedAt?: Instant
  from: Status
  to: Status
  comment?: string
  /** What the comment of a return is about; of the answer to one, what it altered. */
  marks?: { fields: string[]; photos: PhotoHash[] }
  /** Who must handle it (dispatch). */
  handlerId?: MemberId
  dueAt?: Instant
  photos?: PhotoRef[]
  /** Where it was taken, of a note that says a thing was seen again. */
  position?: Position
  /** May stand instead of the comment. */
  voice?: VoiceRef[]
}

/** What its author said of it: when it was received and where it leads is told by the server. */
function saidIn(step: Step): object {
  const { receivedAt: _receipt, to: _to, ...said } = step
  return said
}

/** The same step once more, and no other under its id. */
export const isSameStep = (a: Step, b: Step): boolean => isSameValue(saidIn(a), saidIn(b))
