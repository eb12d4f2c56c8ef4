// Who may manage whom: inside one's own part of the tree, and never upwards.
import { type Fault, fault } from '#domain/fault.ts'
import { type Grid, withDescendants } from '#domain/grid.ts'
import { can, type Member } from '#domain/member.ts'

type Tree = readonly Pick<Grid, 'id' | 'parentId'>[]

/** Null when `caller` may see to `target` as it is. */
export function whyNotManage(caller: Member, target: Pick<Member, 'roles' | 'gridIds'>, tree: Tree): Fault | null {
  if (!can(caller, 'manageMembers')) return fault('notAllowed')
  const own = withDescendants(tree, caller.gridIds)
  if (!target.gridIds.every((grid) => own.has(grid))) return fault('notAllowed')
  return target.roles.includes('admin') && !caller.roles.includes('admin') ? fault('notAllowed') : null
}

/**
 * Null when `caller` may do what would let them act as `target`, or take away what `target` holds: over people with the same powers, themself
 * included, only an administrator may, once those have come in.
 */
export const whyNotActFor = (caller: Member, target: Member, hasComeIn: boolean): Fault | null =>
  hasComeIn && can({ ...target, isActive: true }, 'manageMembers') && !caller.roles.includes('admin') ? fault('notAllowed') : null

/** Null when `caller` may turn `before` (null: nobody yet) into `after`. */
export function whyNotAlter(caller: Member, before: Member | null, after: Member, tree: Tree): Fault | null {
  const refused = before && whyNotManage(caller, before, tree)
  if (refused) return refused
  if (!after.gridIds.every((id) => tree.some((grid) => grid.id === id))) return fault('unknownGrid')
  if (caller.id === after.id && !can(after, 'manageMembers')) return fault('notAllowed')
  return whyNotManage(caller, after, tree)
}
