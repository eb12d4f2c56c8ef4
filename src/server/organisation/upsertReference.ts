// Rows written by the server itself (grids, places, members, rhythms of visits), in the same
// order and scopes as everything else.
import type { ScopeId } from '#domain/ids.ts'
import { foreignFieldOf } from '#domain/place.ts'
import type { Fields, Row, RowType } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface Reference {
  t: Extract<RowType, 'grid' | 'place' | 'member' | 'visitRhythm'>
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
      ...references.flatMap(({ t, id, f }) => scopesOfRow({ t, id, f, v: 1, fv: {} })),
    ])
    await tx.lockScopes([...scopes])
    for (const reference of references) {
      const before = await tx.row(reference.t, reference.id)
      const row: Row = { ...reference, v: (before?.v ?? 0) + 1, fv: {} }
      await tx.putRow(row, scopesOfRow(row))
    }
    return [...scopes]
  })
}
