// Rows of a type as the server told them. Loaded they are once the first pull is whole: until
// then, what is not among them may be missing.
import { computed, type ComputedRef } from 'vue'
import type { CachedRow } from '#client/db/cacheDb.ts'
import type { RowType } from '#domain/row.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'

export interface CachedRows<T extends RowType> {
  rows: ComputedRef<readonly CachedRow<T>[]>
  isLoaded: ComputedRef<boolean>
}

export function useCachedRows<T extends RowType>(t: T, restMs = 0): CachedRows<T> {
  const session = useSession()
  const { value } = useLive(
    () => session.current,
    (phone) => phone.wholeRows(t),
    { isWhole: false, rows: [] as CachedRow<T>[] },
    restMs,
  )
  return { rows: computed(() => value.value.rows), isLoaded: computed(() => value.value.isWhole) }
}
