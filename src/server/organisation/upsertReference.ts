// Rows written by the server itself (grids, places, members, rhythms of visits), in the same
// order and scopes as everything else.
import type { ScopeId } from '#domain/ids.ts'
import { foreignFieldOf } from '#domain/place.ts'
import { type Fields, rowOf, type RowType } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface Reference {
  t: RowType
  id: string
  f: Fields
}

/** Returns the scopes that have news. */
export async function upsertReference(
  storage: Storage,
  references: readonly Reference[],
): Promise<ScopeId[]> {
  for (const { t, id, f } of references) {
    const foreign = t === 'place' ? foreignFieldOf(f) : undefined
    if (foreign !== undefined)
      throw new Error(`place ${id} has a field ${foreign}, which no place has`)
  }
  return storage.write(async (tx) => {
    const scopes = new Set([
      referenceScope,
      ...references.flatMap(({ t, id, f }) => scopesOfRow(rowOf({ t, id, v: 1, fv: {} }, f))),
    ])
    await tx.lockScopes([...scopes])
    for (const reference of references) {
      const before = await tx.row(reference.t, reference.id)
      const { t, id, f } = reference
      const row = rowOf({ t, id, v: (before?.v ?? 0) + 1, fv: {} }, f)
      await tx.putRow(row, scopesOfRow(row))
    }
    return [...scopes]
  })
}
