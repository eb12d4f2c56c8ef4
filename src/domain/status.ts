// What each status of a report means to whoever sorts, counts, times or waits for one: one table,
// so that the street and the desk cannot tell two stories.
import type { Status, StepType } from './step.ts'

/** As people sort them: nobody at it yet, being worked on or checked, with its author, over. */
export const statusGroups = ['open', 'working', 'returned', 'done'] as const
export type StatusGroup = (typeof statusGroups)[number]

export interface StatusMeaning {
  group: StatusGroup
  /** Whether the time limit counts on; it pauses while the author is asked for something. */
  clock: 'runs' | 'paused' | 'stopped'
  /** The step that the community owes it; null where it waits for its author, or for nobody. */
  awaits: StepType | null
  /** How it ended, where it did: put right, or never a matter for anybody. */
  end?: 'closed' | 'void'
  /** Its author may amend or withdraw it: nobody has taken it up. */
  isInAuthorsHands?: true
}

/** Put right on the spot is work that waits to be checked, like any that is resolved. */
const meanings: Record<Status, StatusMeaning> = {
  reported: { group: 'open', clock: 'runs', awaits: 'accept', isInAuthorsHands: true },
  selfHandled: { group: 'working', clock: 'runs', awaits: 'close', isInAuthorsHands: true },
  returned: { group: 'returned', clock: 'paused', awaits: null, isInAuthorsHands: true },
  accepted: { group: 'open', clock: 'runs', awaits: 'dispatch' },
  dispatched: { group: 'working', clock: 'runs', awaits: 'start' },
  inProgress: { group: 'working', clock: 'runs', awaits: 'resolve' },
  resolved: { group: 'working', clock: 'runs', awaits: 'close' },
  closed: { group: 'done', clock: 'stopped', awaits: null, end: 'closed' },
  followedUp: { group: 'done', clock: 'stopped', awaits: null, end: 'closed' },
  rejected: { group: 'done', clock: 'stopped', awaits: null, end: 'void' },
  withdrawn: { group: 'done', clock: 'stopped', awaits: null, end: 'void' },
}

/** A status of a later version is still open to everyone here, and promises nothing. */
const unknown: StatusMeaning = { group: 'open', clock: 'stopped', awaits: null }

export const meaningOf = (status: Status): StatusMeaning => meanings[status] ?? unknown
