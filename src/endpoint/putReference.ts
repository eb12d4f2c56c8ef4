// Reference rows (grids, places, members) written by the endpoint itself, in the same order and scopes as everything else.
import type { ScopeId } from '#domain/ids.ts'
import type { Fields, RowType } from '#domain/row.ts'
import { referenceScope } from './access.ts'
import type { Storage } from './storage/storage.ts'

export interface Reference {
  t: Extract<RowType, 'grid' | 'place' | 'member'>
  id: string
  f: Fields
}

/** Returns the scopes that have news. */
export async function putReference(storage: Storage, references: readonly Reference[]): Promise<ScopeId[]> {
  return storage.write(async (tx) => {
    await tx.lockScopes([referenceScope])
    for (const reference of references) {
      const before = await tx.row(reference.t, reference.id)
      await tx.putRow({ ...reference, v: (before?.v ?? 0) + 1, fv: {} }, [referenceScope])
    }
    return [referenceScope]
  })
}
