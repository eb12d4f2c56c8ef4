import {
  computed,
  type MaybeRefOrGetter,
  onScopeDispose,
  ref,
  toValue,
  useTemplateRef,
  watch,
} from 'vue'

/**
 * The head of a long list, and more of it each time its end (`templateRef`) comes near the screen.
 */
export function useGrowingList<Item>(
  items: MaybeRefOrGetter<readonly Item[]>,
  templateRef: string,
  step = 50,
) {
  const count = ref(step)
  const end = useTemplateRef<HTMLElement>(templateRef)
  const shown = computed(() => toValue(items).slice(0, count.value))
  const hasMore = computed(() => count.value < toValue(items).length)

  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting) && hasMore.value) count.value += step
    },
    { rootMargin: '600px 0px' },
  )
  // Observing anew asks once more, so a screen that is still not full goes on filling.
  watch(
    [end, shown],
    ([element]) => {
      observer.disconnect()
      if (element) observer.observe(element)
    },
    { flush: 'post' },
  )
  onScopeDispose(() => observer.disconnect())

  const startOver = () => (count.value = step)
  return { shown, hasMore, startOver }
}
