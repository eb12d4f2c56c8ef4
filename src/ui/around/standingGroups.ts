// Standings as a person on the street sorts them: still open, being worked on, waiting for
// somebody, done.
import type { Standing } from '#domain/step.ts'

export const standingGroups = ['open', 'working', 'returned', 'done'] as const
export type StandingGroup = (typeof standingGroups)[number]

const groups: Record<Standing, StandingGroup> = {
  reported: 'open',
  accepted: 'open',
  dispatched: 'working',
  inProgress: 'working',
  resolved: 'working',
  returned: 'returned',
  closed: 'done',
  followedUp: 'done',
  selfHandled: 'done',
  rejected: 'done',
  withdrawn: 'done',
}

export const standingGroupOf = (standing: Standing): StandingGroup => groups[standing] ?? 'open'
