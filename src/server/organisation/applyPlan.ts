// An import of grids and places, or an edit of them at the desk: whole or not at all, in one
// transaction, and once however often it is delivered (K1). Whoever asks has the right to every row
// of it.
import { type Fault, fault } from '#domain/fault.ts'
import { type GridTree, treeOf } from '#domain/grid.ts'
import type { Instant, ScopeId } from '#domain/ids.ts'
import { canIn, type Member } from '#domain/member.ts'
import { checkPlan } from '#domain/plan/checkPlan.ts'
import { type Plan, type PlanRowChange, planWith } from '#domain/plan/plan.ts'
import { noCounts, type PlanImport } from '#domain/plan/planImport.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { rowOf } from '#domain/row.ts'
import { plansScope } from '#domain/scope.ts'
import type { PlanImporting } from '#protocol/planMessages.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { lockPlan, putPlanRows } from './planOf.ts'

export interface AppliedPlan {
  isAgain: boolean
  scopes: ReadonlySet<ScopeId>
}

/** @param by null for whoever holds the server itself (the command line) */
export async function applyPlan(
  tx: WriteTx,
  { id, fileName, rows }: PlanImporting,
  by: Member | null,
  now: Instant,
): Promise<Result<AppliedPlan>> {
  const plan = await lockPlan(tx)
  if (await tx.row('planImport', id)) return succeed({ isAgain: true, scopes: new Set() })
  const changes: PlanRowChange[] = rows
  const wrong = whyNot(plan, changes, by, now)
  if (wrong) return fail(wrong)
  const scopes = await putPlanRows(tx, plan, changes)
  const done = importOf(plan, changes, now)
  await tx.putRow(
    rowOf({ t: 'planImport', id, v: 1, fv: {} }, { ...done, id, fileName, by: by?.id ?? null }),
    [plansScope],
  )
  await tx.putAudit(adminChain, {
    at: now,
    action: 'planImported',
    actor: by?.id ?? null,
    t: 'planImport',
    row: id,
    detail: { grids: done.grids, places: done.places },
  })
  return succeed({ isAgain: false, scopes: new Set([...scopes, plansScope]) })
}

function whyNot(
  plan: Plan,
  changes: readonly PlanRowChange[],
  by: Member | null,
  now: Instant,
): Fault | null {
  const moved = changes.filter(({ t, id, before }) => versionOf(plan, t, id) !== before).length
  if (moved > 0) return fault('planChanged', { count: moved })
  const after = planWith(plan, changes)
  const trees = {
    before: treeOf([...plan.grids.values()].map(({ f }) => f)),
    after: treeOf([...after.grids.values()].map(({ f }) => f)),
  }
  if (by && !changes.every((change) => mayAlter(by, plan, change, trees)))
    return fault('notAllowed')
  const found = checkPlan(after, changes, now).find(isPlanError)
  if (!found) return null
  const row = changes.find(({ id }) => id === found.id)!.set
  const name = row.name || row.code || row.id
  return fault('planInvalid', { ...found.detail, problem: found.code, name })
}

const versionOf = ({ grids, places }: Plan, t: PlanRowChange['t'], id: string): number =>
  (t === 'grid' ? grids.get(id) : places.get(id))?.v ?? 0

/**
 * Where a row comes from is asked of the tree as it was: a grid that is hung below one's own does
 * not become one's own by that.
 */
function mayAlter(
  by: Member,
  { grids, places }: Plan,
  { t, id, set }: PlanRowChange,
  trees: { before: GridTree; after: GridTree },
): boolean {
  const may = (gridId: PlanRowGrid, tree: GridTree): boolean => canIn(by, 'drawPlan', gridId, tree)
  if (t === 'place') {
    const was = places.get(id)?.f.gridId
    return (was === undefined || may(was, trees.before)) && may(set.gridId, trees.after)
  }
  const was = grids.get(id)?.f
  if (!was) return set.parentId !== null && may(set.parentId, trees.after)
  if (!may(was.id, trees.before)) return false
  return set.parentId === was.parentId || (set.parentId !== null && may(set.parentId, trees.before))
}
type PlanRowGrid = Parameters<typeof canIn>[2]

function importOf(
  plan: Plan,
  changes: readonly PlanRowChange[],
  at: Instant,
): Pick<PlanImport, 'at' | 'grids' | 'places' | 'undo'> {
  const counts = { grid: noCounts(), place: noCounts() }
  const undo = changes.map(({ t, id, before, set }) => {
    const was = (t === 'grid' ? plan.grids.get(id) : plan.places.get(id))?.f ?? null
    const isGone = set.retiredAt !== undefined && was?.retiredAt === undefined
    counts[t][!was ? 'new' : isGone ? 'gone' : 'changed']++
    return { t, id, v: before + 1, f: was }
  })
  return { at, grids: counts.grid, places: counts.place, undo }
}
