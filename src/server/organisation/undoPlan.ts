// Takes an import of the plan back: what it altered and nobody altered since is as it was; what it
// made is retired, for reports may name it by now (K5).
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import type { Instant, PlanImportId, ScopeId } from '#domain/ids.ts'
import { canIn, type Member } from '#domain/member.ts'
import { checkPlan } from '#domain/plan/checkPlan.ts'
import type { Plan, PlanRowChange } from '#domain/plan/plan.ts'
import type { UndoRow } from '#domain/plan/planImport.ts'
import { isPlanError, planLimits } from '#domain/plan/planProblem.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { nextVersion } from '#domain/row.ts'
import { plansScope } from '#domain/scope.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { mayAlterAll } from './applyPlan.ts'
import { lockPlan, putPlanRows } from './planOf.ts'

const dayMs = 86_400_000

export interface UndonePlan {
  put: number
  /** Rows that somebody had altered since, or that others need by now. */
  kept: number
  scopes: ReadonlySet<ScopeId>
}

export async function undoPlan(
  tx: WriteTx,
  id: PlanImportId,
  by: Member,
  now: Instant,
): Promise<Result<UndonePlan>> {
  const plan = await lockPlan(tx)
  const row = await tx.row('planImport', id)
  if (!row) return fail(fault('notAllowed'))
  const { undo, undoneAt, at } = row.f
  const tree = treeOf([...plan.grids.values()].map(({ f }) => f))
  const touched = (undo ?? []).map((each) => ({ each, grid: gridNow(plan, each) }))
  if (!touched.every(({ grid }) => grid === null || canIn(by, 'drawPlan', grid, tree)))
    return fail(fault('notAllowed'))
  if (!undo || undoneAt !== undefined || now - at > planLimits.undoDays * dayMs)
    return fail(fault('planUndoOver', { days: planLimits.undoDays }))

  let changes = undo.flatMap((each) => backTo(plan, each, now))
  if (!mayAlterAll(by, plan, changes)) return fail(fault('notAllowed'))
  // What was built on it meanwhile keeps what it stands on.
  for (;;) {
    const stuck = new Set(
      checkPlan(plan, changes, now)
        .filter(isPlanError)
        .map((problem) => problem.id),
    )
    if (stuck.size === 0) break
    changes = changes.filter((change) => !stuck.has(change.id))
  }
  const kept = undo.length - changes.length
  const scopes = await putPlanRows(tx, plan, changes)
  const { undo: _spent, ...told } = row.f
  await tx.putRow(nextVersion(row, { ...told, undoneAt: now, keptAtUndo: kept }), [plansScope])
  await tx.putAudit(adminChain, {
    at: now,
    action: 'planUndone',
    actor: by.id,
    t: 'planImport',
    row: id,
    detail: { put: changes.length, kept },
  })
  return succeed({ put: changes.length, kept, scopes: new Set([...scopes, plansScope]) })
}

const gridNow = ({ grids, places }: Plan, { t, id }: UndoRow) =>
  (t === 'grid' ? grids.get(id)?.f.id : places.get(id)?.f.gridId) ?? null

/** Nothing where it is no longer as the import left it. */
function backTo({ grids, places }: Plan, { t, id, v, f }: UndoRow, now: Instant): PlanRowChange[] {
  const here = t === 'grid' ? grids.get(id) : places.get(id)
  if (here?.v !== v) return []
  const set = f ?? { ...here.f, retiredAt: now }
  return [{ t, id, before: v, set } as PlanRowChange]
}
