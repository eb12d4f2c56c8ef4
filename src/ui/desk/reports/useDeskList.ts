import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNow } from '#state/useNow.ts'
import { usePerhapsSame } from '#state/usePerhapsSame.ts'
import { useReference } from '#state/useReference.ts'
import type { ReportItem } from '#ui/desk/list/reportItem.ts'
import { filterFromQuery, filterToQuery } from '#ui/desk/list/filterQuery.ts'
import { deskList, type DeskFilter } from '#ui/desk/list/reportFilter.ts'

/** The list under its filter, which lives in the address. */
export function useDeskList(reportItems: ComputedRef<ReportItem[]>, routeName: string) {
  const route = useRoute()
  const router = useRouter()
  const now = useNow()
  const reference = useReference()
  const perhapsSame = usePerhapsSame()

  const filter = computed(() => filterFromQuery(route.query))
  const list = computed(() =>
    deskList(reportItems.value, filter.value, now.value, reference.allGrids, perhapsSame.has),
  )
  const ids = computed(() => list.value.items.map((item) => item.id))
  const addressOf = (id: string | null, to: DeskFilter = filter.value) => ({
    name: routeName,
    params: id ? { id } : {},
    query: filterToQuery(to),
  })
  const openId = () => (typeof route.params.id === 'string' && route.params.id) || null

  function setFilter(patch: Partial<DeskFilter>): void {
    void router.replace(addressOf(openId(), { ...filter.value, ...patch }))
  }

  return { filter, setFilter, list, ids, addressOf, now }
}
