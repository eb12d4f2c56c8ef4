// Statuses as a person on the street sorts them: still open, being worked on, waiting for
// somebody, done.
import type { Status } from '#domain/step.ts'

export const statusGroups = ['open', 'working', 'returned', 'done'] as const
export type StatusGroup = (typeof statusGroups)[number]

const groups: Record<Status, StatusGroup> = {
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

export const statusGroupOf = (status: Status): StatusGroup => groups[status] ?? 'open'
