import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import type { ReportItem } from '#ui/desk/list/reportItem.ts'
import { filterFromQuery, filterToQuery } from '#ui/desk/list/filterQuery.ts'
import { deskList, type DeskFilter } from '#ui/desk/list/reportFilter.ts'
import { useOpenRow } from '#ui/desk/list/useOpenRow.ts'

/** The list under its filter, and which row is open: both live in the address. */
export function useDeskList(reportItems: ComputedRef<ReportItem[]>, routeName: string) {
  const route = useRoute()
  const router = useRouter()
  const now = useNow()
  const reference = useReference()

  const filter = computed(() => filterFromQuery(route.query))
  const list = computed(() => deskList(reportItems.value, filter.value, now.value, reference.grids))
  const ids = computed(() => list.value.items.map((item) => item.id))
  const addressOf = (id: string | null, to: DeskFilter = filter.value) => ({
    name: routeName,
    params: id ? { id } : {},
    query: filterToQuery(to),
  })
  const rows = useOpenRow(ids, (id) => addressOf(id))
  const opened = computed(
    () => reportItems.value.find((item) => item.id === rows.openId.value) ?? null,
  )

  function setFilter(patch: Partial<DeskFilter>): void {
    void router.replace(addressOf(rows.openId.value, { ...filter.value, ...patch }))
  }

  return { ...rows, filter, setFilter, list, ids, opened, now }
}
