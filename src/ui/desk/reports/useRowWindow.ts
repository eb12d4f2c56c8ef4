// The rows of a long table that are in sight, and none besides.
import { computed, nextTick, onMounted, ref, watch } from 'vue'
import { rowWindow } from './rowWindow.ts'

/** @param frame what scrolls, once it is there. */
export function useRowWindow(frame: () => HTMLElement | null, count: () => number) {
  const rowPx = ref(44)
  const scrolledPx = ref(0)
  const seenPx = ref(900)
  const drawn = computed(() => rowWindow(count(), rowPx.value, scrolledPx.value, seenPx.value))

  function measure(): void {
    const element = frame()
    if (!element) return
    scrolledPx.value = element.scrollTop
    seenPx.value = element.clientHeight
    rowPx.value = element.querySelector<HTMLElement>('tbody tr.item')?.offsetHeight || rowPx.value
  }
  onMounted(measure)
  watch(count, () => void nextTick(measure))

  /** Brings a row into sight; none where there is no such row. */
  function scrollTo(index: number): void {
    const element = frame()
    if (!element || index < 0) return
    const top = index * rowPx.value
    const bottom = top + 2 * rowPx.value
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight
  }

  return { drawn, measure, scrollTo }
}
