// Who may do what, as one table. Role labels are settings of a community; abilities are code.
import { type GridTree, liesWithin } from './grid.ts'
import type { GridId, MemberId } from './ids.ts'

export const roles = ['gridWorker', 'volunteer', 'handler', 'supervisor', 'admin'] as const
export type Role = (typeof roles)[number]

export const abilities = [
  'capture',
  'patrol',
  'visit',
  'readWork',
  'readCare',
  'review',
  'handle',
  'manageMembers',
  'drawPlan',
] as const
export type Ability = (typeof abilities)[number]

const abilitiesOf = {
  gridWorker: ['capture', 'patrol', 'visit', 'readWork', 'readCare'],
  volunteer: ['capture', 'patrol', 'readWork'],
  handler: ['handle'],
  supervisor: [
    'capture',
    'patrol',
    'visit',
    'readWork',
    'readCare',
    'review',
    'handle',
    'manageMembers',
    'drawPlan',
  ],
  admin: ['readWork', 'manageMembers', 'drawPlan'],
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

/**
 * A member who acts; for one change perhaps with the rights of another lent to them, each right in
 * the grids of whoever holds it.
 */
export interface Acting extends Member {
  lentBy?: Member
}

/** The only question that is asked about a row: whether the ability holds in its grid. */
export const canIn = (member: Acting, ability: Ability, gridId: GridId, tree: GridTree): boolean =>
  [member, member.lentBy].some(
    (each) =>
      each !== undefined && hasAbility(each, ability) && liesWithin(tree, gridId, each.gridIds),
  )

/**
 * In one grid or another: for a record that is only being made and may lie next door, and for work
 * that was given to them by name.
 */
export const canSomewhere = (member: Acting, ability: Ability, tree: GridTree): boolean =>
  [...member.gridIds, ...(member.lentBy?.gridIds ?? [])].some((gridId) =>
    canIn(member, ability, gridId, tree),
  )

/**
 * Where there is no row: whether a person opens a screen at all. Wherever a row is decided on, lint
 * refuses it.
 */
export const hasAbility = (member: Pick<Member, 'roles' | 'isActive'>, ability: Ability): boolean =>
  member.isActive && rolesGive(member.roles, ability)

/** Wherever it may hold, and also for who has left or has no grid yet: either may come back. */
export const rolesGive = (roles: readonly Role[], ability: Ability): boolean =>
  roles.some((role) => (abilitiesOf[role] as readonly Ability[]).includes(ability))
