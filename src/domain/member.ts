// Who may do what, as one table. Role labels are settings of a community; abilities are code.
import type { GridId, MemberId } from './ids.ts'

export const roles = ['gridWorker', 'volunteer', 'handler', 'supervisor', 'admin'] as const
export type Role = (typeof roles)[number]

export const abilities = ['capture', 'patrol', 'visit', 'readWork', 'readCare', 'review', 'handle', 'manageMembers'] as const
export type Ability = (typeof abilities)[number]

export const abilitiesOf = {
  gridWorker: ['capture', 'patrol', 'visit', 'readWork', 'readCare'],
  volunteer: ['capture', 'patrol', 'readWork'],
  handler: ['handle'],
  supervisor: ['capture', 'patrol', 'visit', 'readWork', 'readCare', 'review', 'handle', 'manageMembers'],
  admin: ['readWork', 'manageMembers'],
} satisfies Record<Role, readonly Ability[]>

export const memberNameCharacters = 40

export interface Member {
  id: MemberId
  name: string
  roles: Role[]
  /** Where the abilities hold, with everything below these nodes of the tree. */
  gridIds: GridId[]
  /** False after a member has left: nothing more is accepted from or shown to them. */
  isActive: boolean
}

export const can = (member: Pick<Member, 'roles' | 'isActive'>, ability: Ability): boolean =>
  member.isActive && member.roles.some((role) => (abilitiesOf[role] as readonly Ability[]).includes(ability))
