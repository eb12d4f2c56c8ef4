import { computed, ref, type ComputedRef } from 'vue'
import { type RouteLocationRaw, useRoute, useRouter } from 'vue-router'
import type { DeskKey } from './deskKeys.ts'

/**
 * Which row of a list is open, kept in the address, and on which one the keys stand.
 * @param addressOf of the list with this row open, or with none.
 */
export function useOpenRow(
  ids: ComputedRef<readonly string[]>,
  addressOf: (id: string | null) => RouteLocationRaw,
) {
  const route = useRoute()
  const router = useRouter()
  const openId = computed(() =>
    typeof route.params.id === 'string' && route.params.id ? route.params.id : null,
  )
  const cursorId = ref<string | null>(openId.value)

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
  /**
   * What the keys of every list do. @param leaveForm of the open row; true when there was one to
   * leave.
   */
  const keysOfRows = (leaveForm: () => boolean | undefined) =>
    ({
      down: () => (move(1), true),
      up: () => (move(-1), true),
      open: () => (cursorId.value && !openId.value ? (open(cursorId.value), true) : false),
      leave: () => {
        if (leaveForm()) return true
        if (!openId.value) return false
        open(null)
        return true
      },
    }) satisfies Partial<Record<DeskKey['act'], () => boolean>>
  const hrefOf = (id: string): string => router.resolve(addressOf(id)).href

  return { openId, cursorId, open, move, keysOfRows, hrefOf }
}
