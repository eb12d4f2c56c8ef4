// Who may read what: the scopes a member is in, and the scopes a row is in. One place for both, so that they cannot drift apart.
import { type Grid, withDescendants } from '#domain/grid.ts'
import type { GridId, MemberId, ScopeId } from '#domain/ids.ts'
import { can, type Member } from '#domain/member.ts'
import type { ParkedCase } from '#domain/parkedCase.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import { currentShape, type Row } from '#domain/row.ts'
import { kindOf } from '#kinds/kinds.ts'
import type { ReadTx } from './storage/storage.ts'

/** Reference rows that every member sees: grids, places, members' names. */
export const referenceScope = 'org' as ScopeId
const ownScope = (member: MemberId): ScopeId => `me:${member}` as ScopeId
const gridScope = (dataClass: 'work' | 'care', grid: GridId): ScopeId => `${dataClass}:${grid}` as ScopeId
/** Rows about people's lives, or about work on them that is parked. */
export const isCareScope = (scope: ScopeId): boolean => scope.startsWith('care:') || scope.startsWith('cases:care:')
const ownCases = (member: MemberId): ScopeId => `cases:me:${member}` as ScopeId
const gridCases = (dataClass: 'work' | 'care', grid: GridId): ScopeId => `cases:${dataClass}:${grid}` as ScopeId

/** @param shape the newest the asking app knows; scopes that hold rows of a later one are kept from it (C7). */
export function scopesFor(member: Member, grids: readonly Pick<Grid, 'id' | 'parentId'>[], shape: number = currentShape): ScopeId[] {
  if (!member.isActive) return []
  const knowsCases = shape >= 2
  const scopes = [referenceScope, ownScope(member.id)]
  if (knowsCases) scopes.push(ownCases(member.id))
  for (const grid of withDescendants(grids, member.gridIds)) {
    if (can(member, 'readWork')) scopes.push(gridScope('work', grid))
    if (can(member, 'readCare')) scopes.push(gridScope('care', grid))
    if (!knowsCases || !can(member, 'review')) continue
    scopes.push(gridCases('work', grid))
    if (can(member, 'readCare')) scopes.push(gridCases('care', grid))
  }
  return scopes
}

export function scopesOfRow(row: Row): ScopeId[] {
  if (row.t === 'report') {
    const report = row.f as unknown as Report
    const handler = handlingOf(report).handlerId
    const scopes = [gridScope(kindOf(report.kind)?.dataClass ?? 'care', report.gridId), ownScope(report.by)]
    return handler && handler !== report.by ? [...scopes, ownScope(handler)] : scopes
  }
  if (row.t === 'patrol') {
    const { gridId, by } = row.f as { gridId: GridId; by: MemberId }
    return [gridScope('work', gridId), ownScope(by)]
  }
  if (row.t === 'case') {
    const { by, dataClass, gridIds } = row.f as unknown as ParkedCase
    return [ownCases(by), ...gridIds.map((grid) => gridCases(dataClass, grid))]
  }
  return [referenceScope]
}

export async function memberOf(tx: ReadTx, id: MemberId): Promise<Member | undefined> {
  return (await tx.row('member', id))?.f as Member | undefined
}

export async function scopesOfMember(tx: ReadTx, member: Member, shape?: number): Promise<ScopeId[]> {
  return scopesFor(member, await tx.grids(), shape)
}
