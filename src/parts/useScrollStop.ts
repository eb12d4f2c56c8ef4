import { onUnmounted, ref, type Ref, watch } from 'vue'

const takesFocus = 'a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]'

/**
 * A room that scrolls and has nothing in it for the focus is a stop of the Tab key itself: nobody
 * could read on by keys otherwise. Any other is none.
 */
export function useScrollStop(room: Readonly<Ref<HTMLElement | null>>): Ref<0 | undefined> {
  const stop = ref<0>()
  let sizes: ResizeObserver | null = null
  const look = (): void => {
    const { scrollHeight = 0, clientHeight = 0 } = room.value ?? {}
    const isStop = scrollHeight > clientHeight && !room.value?.querySelector(takesFocus)
    stop.value = isStop ? 0 : undefined
  }
  watch(room, (now) => {
    sizes?.disconnect()
    if (!now) return
    sizes = new ResizeObserver(look)
    for (const each of [now, ...now.children]) sizes.observe(each)
  })
  onUnmounted(() => sizes?.disconnect())
  return stop
}
