// An import of grids and places, or an edit of them at the desk: whole or not at all, in one
// transaction, and once however often it is delivered (K1). Whoever asks has the right to every row
// of it.
import { createHash } from 'node:crypto'
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
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { PlanImporting } from '#protocol/planMessages.ts'
import { memberOf } from '../access/memberOf.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { lockPlan, putPlanRows } from './planOf.ts'
import { mayAlterGate } from './mayAlterGate.ts'

export interface AppliedPlan {
  isAgain: boolean
  scopes: ReadonlySet<ScopeId>
}

/**
 * @param caller null for whoever holds the server itself (the command line); else asked anew here,
 * for many megabytes may have come since it was asked who they are
 */
export async function applyPlan(
  tx: WriteTx,
  { id, fileName, rows }: PlanImporting,
  caller: Member | null,
  now: Instant,
): Promise<Result<AppliedPlan>> {
  const plan = await lockPlan(tx)
  const by = caller && (await memberOf(tx, caller.id))
  if (by === undefined) return fail(fault('notAllowed'))
  const changes: PlanRowChange[] = rows
  const content = contentOf({ fileName, rows })
  const known = await tx.row('planImport', id)
  if (known)
    return (known.f.content ?? content) === content
      ? succeed({ isAgain: true, scopes: new Set() })
      : fail(fault('planChanged', { count: changes.length }))
  const wrong = whyNot(plan, changes, by, now)
  if (wrong) return fail(wrong)
  const scopes = await putPlanRows(tx, plan, changes)
  const done = importOf(plan, changes, now)
  await tx.putRow(
    rowOf(
      { t: 'planImport', id, v: 1, fv: {} },
      { ...done, id, fileName, content, by: by?.id ?? null },
    ),
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
  if (by && !mayAlterAll(by, plan, changes)) return fault('notAllowed')
  const found = checkPlan(plan, changes, now).find(isPlanError)
  if (!found) return null
  const row = changes.find(({ id }) => id === found.id)!.set
  const name = row.name || row.code || row.id
  return fault('planInvalid', { ...found.detail, problem: found.code, name })
}

/** SHA-256: an answer may get lost, and what is sent again under the id may have been altered. */
const contentOf = (asked: Omit<PlanImporting, 'id'>): string =>
  createHash('sha256').update(canonicalJson(asked)).digest('hex')

const versionOf = ({ grids, places }: Plan, t: PlanRowChange['t'], id: string): number =>
  (t === 'grid' ? grids.get(id) : places.get(id))?.v ?? 0

/** Each row, where it comes from and where it goes to, and what is the administrator's (K6). */
export function mayAlterAll(by: Member, plan: Plan, changes: readonly PlanRowChange[]): boolean {
  const trees = {
    before: treeOf([...plan.grids.values()].map(({ f }) => f)),
    after: treeOf([...planWith(plan, changes).grids.values()].map(({ f }) => f)),
  }
  return (
    mayAlterGate(by, plan, changes) && changes.every((change) => mayAlter(by, plan, change, trees))
  )
}

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
  if (set.parentId === was.parentId) return true
  // One that this very import makes lies where it is made.
  const isMade = set.parentId !== null && !grids.has(set.parentId)
  return set.parentId !== null && may(set.parentId, isMade ? trees.after : trees.before)
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
