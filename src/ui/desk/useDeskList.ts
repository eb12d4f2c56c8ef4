import { computed, ref, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import type { DeskCase } from './deskCase.ts'
import { filterFromQuery, filterToQuery } from './filterQuery.ts'
import { deskList, type DeskFilter } from './reportFilter.ts'

/** The list under its filter, and which row is open: both live in the address. */
export function useDeskList(cases: ComputedRef<DeskCase[]>, routeName: string) {
  const route = useRoute()
  const router = useRouter()
  const now = useNow()
  const reference = useReference()

  const filter = computed(() => filterFromQuery(route.query))
  const list = computed(() => deskList(cases.value, filter.value, now.value, reference.grids))
  const ids = computed(() => list.value.items.map((item) => item.id))
  const openId = computed(() => (typeof route.params.id === 'string' && route.params.id ? route.params.id : null))
  const opened = computed(() => cases.value.find((item) => item.id === openId.value) ?? null)
  /** The row the keys stand on. */
  const cursorId = ref<string | null>(openId.value)

  const addressOf = (id: string | null, to: DeskFilter = filter.value) => ({ name: routeName, params: id ? { id } : {}, query: filterToQuery(to) })

  function narrow(patch: Partial<DeskFilter>): void {
    void router.replace(addressOf(openId.value, { ...filter.value, ...patch }))
  }
  /** Going from row to row replaces, so that one step back leads to the list. */
  function open(id: string | null): void {
    if (id) cursorId.value = id
    void (openId.value && id ? router.replace(addressOf(id)) : router.push(addressOf(id)))
  }
  function move(by: 1 | -1): void {
    const at = cursorId.value ? ids.value.indexOf(cursorId.value) : -1
    const id = ids.value[at < 0 ? 0 : Math.min(ids.value.length - 1, Math.max(0, at + by))]
    if (!id) return
    cursorId.value = id
    if (openId.value) open(id)
  }
  const hrefOf = (id: string): string => router.resolve(addressOf(id)).href

  return { filter, narrow, list, ids, openId, opened, cursorId, open, move, hrefOf, now }
}
