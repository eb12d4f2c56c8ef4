// A member as the database has them, and the scopes they read now.
import type { MemberId, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { scopesFor } from '#records/readRights.ts'
import type { ReadTx } from '../storage/port/storage.ts'

export async function memberOf(tx: ReadTx, id: MemberId): Promise<Member | undefined> {
  return (await tx.row('member', id))?.f
}

/** Those of them that are there, in one question. */
export async function membersOf(
  tx: ReadTx,
  ids: readonly MemberId[],
): Promise<Map<MemberId, Member>> {
  const rows = await tx.rowsOf('member', [...new Set(ids)])
  return new Map(rows.map(({ id, f }) => [id as MemberId, f]))
}

export async function scopesOfMember(
  tx: ReadTx,
  member: Member,
  syncVersion?: number,
): Promise<ScopeId[]> {
  return scopesFor(member, await tx.grids(), syncVersion)
}
