// How vague a position may be is a setting of the community: an administrator's, also where a
// supervisor draws all of its plan (K6).
import type { Member } from '#domain/member.ts'
import type { Plan, PlanRowChange } from '#domain/plan/plan.ts'
import { isSameValue } from '#domain/sameValue.ts'

/** Whoever leaves it as it is alters nothing of it; no grid but the community has one. */
export const mayAlterGate = (
  by: Member,
  { grids }: Plan,
  changes: readonly PlanRowChange[],
): boolean =>
  changes.every(({ id, set }) => {
    const gate = 'positionGate' in set ? set.positionGate : undefined
    if (isSameValue(grids.get(id)?.f.positionGate, gate)) return true
    return by.roles.includes('admin') && set.parentId === null
  })
