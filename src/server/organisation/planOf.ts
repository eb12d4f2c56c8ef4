// The plan as this transaction sees it, and the writing of rows into it: whoever alters the plan
// reads and writes it through these two (applyPlan.ts, undoPlan.ts).
import type { ScopeId } from '#domain/ids.ts'
import type { Plan, PlanRowChange } from '#domain/plan/plan.ts'
import { nextVersion, type Row, rowOf } from '#domain/row.ts'
import { plansScope, referenceScope } from '#domain/scope.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { ReadTx, WriteTx } from '../storage/port/storage.ts'

const byId = <T>(rows: readonly { id: string; v: number; f: T }[]) =>
  new Map(rows.map(({ id, v, f }) => [id, { v, f }]))

export const planIn = async (tx: Pick<ReadTx, 'rows'>): Promise<Plan> => ({
  grids: byId(await tx.rows('grid')),
  places: byId(await tx.rows('place')),
})

/** Locked first, so that nobody alters it between the look and the writing. */
export async function lockPlan(tx: WriteTx): Promise<Plan> {
  await tx.lockScopes([plansScope, referenceScope])
  return planIn(tx)
}

/** Returns the scopes with news. */
export async function putPlanRows(
  tx: WriteTx,
  plan: Plan,
  changes: readonly PlanRowChange[],
): Promise<Set<ScopeId>> {
  const rows: Row[] = changes.map(({ t, id, before, set }) =>
    rowOf({ t, id, v: before + 1, fv: {} }, { ...set }),
  )
  // How often a door is visited is read where the door is.
  for (const change of changes) {
    if (change.t !== 'place') continue
    const was = plan.places.get(change.id)?.f.gridId
    if (was === undefined || was === change.set.gridId) continue
    const rhythm = await tx.row('visitRhythm', change.id)
    if (!rhythm) continue
    await tx.lockScopes(scopesOfRow(rhythm))
    rows.push(nextVersion(rhythm, { ...rhythm.f, gridId: change.set.gridId }))
  }
  const scopes = new Set(rows.flatMap(scopesOfRow))
  await tx.lockScopes([...scopes])
  for (const row of rows) await tx.putRow(row, scopesOfRow(row))
  return scopes
}
