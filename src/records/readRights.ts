// Who may read what: the scopes a member is in, and the scopes a row is in. One place for both, so
// that they cannot drift apart.
import { type Grid, treeOf, withDescendants } from '#domain/grid.ts'
import type { GridId, MemberId, ScopeId } from '#domain/ids.ts'
import { type Ability, canIn, canSomewhere, type Member } from '#domain/member.ts'
import type { HistoryEntry } from '#domain/history.ts'
import type { Conflict } from '#domain/conflict.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import { currentSyncVersion, type Row } from '#domain/row.ts'
import {
  gridConflicts,
  gridHistory,
  gridRhythms,
  gridScope,
  ownConflicts,
  ownHistory,
  ownScope,
  referenceScope,
} from '#domain/scope.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import { kindOf } from '#kinds/kinds.ts'

const readBy = [
  ['work', 'readWork'],
  ['care', 'readCare'],
] as const satisfies [string, Ability][]

/**
 * @param syncVersion the newest the asking app knows; scopes that hold rows of a later one are kept
 *   from it (C7).
 */
export function scopesFor(
  member: Member,
  grids: readonly Pick<Grid, 'id' | 'parentId'>[],
  syncVersion: number = currentSyncVersion,
): ScopeId[] {
  if (!member.isActive) return []
  const [knowsConflicts, knowsHistory] = [syncVersion >= 2, syncVersion >= 3]
  const scopes = [referenceScope, ownScope(member.id)]
  if (knowsConflicts) scopes.push(ownConflicts(member.id))
  const tree = treeOf(grids)
  const classesOf = (holds: (ability: Ability) => boolean) =>
    readBy.filter(([, ability]) => holds(ability)).map(([dataClass]) => dataClass)
  const ofOne = classesOf((ability) => canSomewhere(member, ability, tree))
  if (knowsHistory) scopes.push(...ofOne.map((dataClass) => ownHistory(dataClass, member.id)))
  for (const grid of withDescendants(grids, member.gridIds)) {
    const classes = classesOf((ability) => canIn(member, ability, grid, tree))
    scopes.push(...classes.map((dataClass) => gridScope(dataClass, grid)))
    if (syncVersion >= 3 && classes.includes('care')) scopes.push(gridRhythms(grid))
    if (!canIn(member, 'review', grid, tree)) continue
    if (knowsConflicts) scopes.push(...classes.map((dataClass) => gridConflicts(dataClass, grid)))
    if (knowsHistory) scopes.push(...classes.map((dataClass) => gridHistory(dataClass, grid)))
  }
  return scopes
}

export function scopesOfRow(row: Row): ScopeId[] {
  if (row.t === 'report') {
    const report = row.f as unknown as Report
    const handler = handlingOf(report).handlerId
    const scopes = [
      gridScope(kindOf(report.kind)?.dataClass ?? 'care', report.gridId),
      ownScope(report.by),
    ]
    return handler && handler !== report.by ? [...scopes, ownScope(handler)] : scopes
  }
  if (row.t === 'patrol') {
    const { gridId, by } = row.f as { gridId: GridId; by: MemberId }
    return [gridScope('work', gridId), ownScope(by)]
  }
  if (row.t === 'case') {
    const { by, dataClass, gridIds } = row.f as unknown as Conflict
    return [ownConflicts(by), ...gridIds.map((grid) => gridConflicts(dataClass, grid))]
  }
  if (row.t === 'history') {
    const { dataClass, gridId, authorId, by } = row.f as unknown as HistoryEntry
    return [
      gridHistory(dataClass, gridId!),
      ...new Set([authorId, by ?? authorId].map((member) => ownHistory(dataClass, member))),
    ]
  }
  if (row.t === 'visitRhythm') return [gridRhythms((row.f as unknown as VisitRhythm).gridId)]
  // Only these are for everybody: another type does not compile until it has scopes of its own.
  row.t satisfies 'grid' | 'place' | 'member'
  return [referenceScope]
}

/** Whether a member of these scopes is shown the row as it stands. */
export const isShownIn = (scopes: ReadonlySet<ScopeId>, row: Row): boolean =>
  scopesOfRow(row).some((scope) => scopes.has(scope))

/**
 * The row as a member of these scopes is shown it. Parked work is shown to its author, and an
 * earlier value to whose it was, wherever the row is that they are about: where that lies is told
 * to those alone who are shown it.
 */
export function asShownIn(scopes: ReadonlySet<ScopeId>, row: Row): Row {
  if (row.t === 'case') {
    const { gridIds, dataClass } = row.f as unknown as Conflict
    return {
      ...row,
      f: {
        ...row.f,
        gridIds: gridIds.filter((grid) => scopes.has(gridConflicts(dataClass, grid))),
      },
    }
  }
  if (row.t !== 'history') return row
  const { gridId, dataClass, authorId } = row.f as unknown as HistoryEntry
  const isShown = [gridHistory(dataClass, gridId!), ownHistory(dataClass, authorId)].some((scope) =>
    scopes.has(scope),
  )
  return isShown ? row : { ...row, f: { ...row.f, gridId: undefined } }
}
