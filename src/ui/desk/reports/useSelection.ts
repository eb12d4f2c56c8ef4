import { type Ref, ref, watch } from 'vue'

/** Which rows of a list are ticked. */
export function useSelection(ids: Ref<readonly string[]>) {
  const selected = ref<ReadonlySet<string>>(new Set())

  // What left the list under another filter is no longer selected: nobody accepts what they do not
  // see.
  watch(ids, (shown) => {
    if (!selected.value.size) return
    const still = new Set(shown)
    selected.value = new Set([...selected.value].filter((id) => still.has(id)))
  })

  const clear = (): void => void (selected.value = new Set())
  /** True when it is a row of the list. */
  function toggle(id: string | null): boolean {
    if (!id || !ids.value.includes(id)) return false
    const next = new Set(selected.value)
    if (!next.delete(id)) next.add(id)
    selected.value = next
    return true
  }

  return { selected, clear, toggle }
}
