// Who may manage whom: inside one's own part of the tree, and never upwards.
import { type Fault, fault } from '#domain/fault.ts'
import type { GridTree } from '#domain/grid.ts'
import { canIn, canSomewhere, type Member, rolesGive } from '#domain/member.ts'

/** Null when `caller` may see to `target` as it is. */
export function whyNotManage(
  caller: Member,
  target: Pick<Member, 'roles' | 'gridIds'>,
  tree: GridTree,
): Fault | null {
  if (!canSomewhere(caller, 'manageMembers', tree)) return fault('notAllowed')
  if (!target.gridIds.every((gridId) => canIn(caller, 'manageMembers', gridId, tree)))
    return fault('notAllowed')
  return target.roles.includes('admin') && !caller.roles.includes('admin')
    ? fault('notAllowed')
    : null
}

/**
 * Null when `caller` may do what would let them act as `target`, or take away what `target` holds:
 * over people with the same powers, themself included, only an administrator may, once those have
 * come in.
 */
export const whyNotActFor = (caller: Member, target: Member, hasComeIn: boolean): Fault | null =>
  hasComeIn && rolesGive(target.roles, 'manageMembers') && !caller.roles.includes('admin')
    ? fault('notAllowed')
    : null

/** Null when `caller` may turn `before` (null: nobody yet) into `after`. */
export function whyNotAlter(
  caller: Member,
  before: Member | null,
  after: Member,
  tree: GridTree,
): Fault | null {
  const refused = before && whyNotManage(caller, before, tree)
  if (refused) return refused
  if (!after.gridIds.every((id) => tree.has(id))) return fault('unknownGrid')
  if (caller.id === after.id && !canSomewhere(after, 'manageMembers', tree))
    return fault('notAllowed')
  return whyNotManage(caller, after, tree)
}
