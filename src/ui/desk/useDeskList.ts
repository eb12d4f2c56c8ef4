import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import type { DeskCase } from './deskCase.ts'
import { filterFromQuery, filterToQuery } from './filterQuery.ts'
import { deskList, type DeskFilter } from './reportFilter.ts'
import { useOpenRow } from './useOpenRow.ts'

/** The list under its filter, and which row is open: both live in the address. */
export function useDeskList(cases: ComputedRef<DeskCase[]>, routeName: string) {
  const route = useRoute()
  const router = useRouter()
  const now = useNow()
  const reference = useReference()

  const filter = computed(() => filterFromQuery(route.query))
  const list = computed(() => deskList(cases.value, filter.value, now.value, reference.grids))
  const ids = computed(() => list.value.items.map((item) => item.id))
  const addressOf = (id: string | null, to: DeskFilter = filter.value) => ({
    name: routeName,
    params: id ? { id } : {},
    query: filterToQuery(to),
  })
  const rows = useOpenRow(ids, (id) => addressOf(id))
  const opened = computed(() => cases.value.find((item) => item.id === rows.openId.value) ?? null)

  function narrow(patch: Partial<DeskFilter>): void {
    void router.replace(addressOf(rows.openId.value, { ...filter.value, ...patch }))
  }

  return { ...rows, filter, narrow, list, ids, opened, now }
}
