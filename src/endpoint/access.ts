// Who may read what: the scopes a member is in, and the scopes a row is in. One place for both, so that they cannot drift apart.
import { type Grid, withDescendants } from '#domain/grid.ts'
import type { GridId, MemberId, ScopeId } from '#domain/ids.ts'
import { can, type Member } from '#domain/member.ts'
import { handlingOf, type Report } from '#domain/report.ts'
import type { Row } from '#domain/row.ts'
import { kindOf } from '#kinds/kinds.ts'
import type { ReadTx } from './storage/storage.ts'

/** Reference rows that every member sees: grids, places, members' names. */
export const referenceScope = 'org' as ScopeId
const ownScope = (member: MemberId): ScopeId => `me:${member}` as ScopeId
const gridScope = (dataClass: 'work' | 'care', grid: GridId): ScopeId => `${dataClass}:${grid}` as ScopeId

export function scopesFor(member: Member, grids: readonly Pick<Grid, 'id' | 'parentId'>[]): ScopeId[] {
  if (!member.isActive) return []
  const scopes = [referenceScope, ownScope(member.id)]
  for (const grid of withDescendants(grids, member.gridIds)) {
    if (can(member, 'readWork')) scopes.push(gridScope('work', grid))
    if (can(member, 'readCare')) scopes.push(gridScope('care', grid))
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
  return [referenceScope]
}

export async function memberOf(tx: ReadTx, id: MemberId): Promise<Member | undefined> {
  return (await tx.row('member', id))?.f as Member | undefined
}

export async function scopesOfMember(tx: ReadTx, member: Member): Promise<ScopeId[]> {
  const grids = (await tx.rows('grid')).map((row) => row.f as unknown as Grid)
  return scopesFor(member, grids)
}
