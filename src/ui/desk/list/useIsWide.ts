import { onScopeDispose, readonly, type Ref, ref } from 'vue'

/** Whether the desk has room beside its list; below it everything is one pane. */
export function useIsWide(): Readonly<Ref<boolean>> {
  const query = matchMedia('(min-width: 900px)')
  const isWide = ref(query.matches)
  const follow = () => (isWide.value = query.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return readonly(isWide)
}
