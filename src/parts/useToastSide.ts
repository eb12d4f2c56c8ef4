import { nextTick, onBeforeUnmount, onMounted, ref, type Ref, watch } from 'vue'
import { type Span, type ToastSide, toastSide } from './toastSide.ts'

/** A sheet has come up by then. */
const settledMs = 300
const written = 'textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=file])'
const onTop = ':is([role=dialog], [role=alertdialog])[data-state=open]'

const spanOf = (element: Element): Span => {
  const { top, bottom } = element.getBoundingClientRect()
  return { top, bottom }
}

/**
 * Looks again whenever something begins to be used, and when the number of toasts changes.
 *
 * @param host as high as the screen, with the toasts at its upper or its lower end.
 */
export function useToastSide(
  host: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  limit: (most: 1 | 2) => void,
): Ref<ToastSide> {
  const side = ref<ToastSide>('bottom')
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    const element = host.value
    if (!element || count() === 0) return
    // What is being pressed does not run away from under the finger.
    if (element.matches(':hover') || element.contains(document.activeElement)) return
    const all = spanOf(element)
    const spans = [...element.children].map(spanOf)
    const height =
      Math.max(...spans.map(({ bottom }) => bottom)) - Math.min(...spans.map(({ top }) => top))
    const focused = document.activeElement
    const { innerHeight, visualViewport: visual } = window
    const buttons = [...document.querySelectorAll(`${onTop} :is(button, a)`)].map(spanOf)
    const stand = toastSide(
      {
        top: { top: all.top, bottom: all.top + height },
        bottom: { top: all.bottom - height, bottom: all.bottom },
      },
      {
        field: focused?.matches(written) ? spanOf(focused) : null,
        buttons,
        seen: {
          top: visual?.offsetTop ?? 0,
          bottom: visual ? visual.offsetTop + visual.height : innerHeight,
        },
      },
    )
    side.value = stand.side
    if (!stand.isFree) limit(1)
    else if (buttons.length === 0) limit(2)
  }
  function lookSoon(): void {
    void nextTick(look)
    clearTimeout(timer)
    timer = setTimeout(look, settledMs)
  }

  const moments = ['focusin', 'focusout'] as const
  watch(count, lookSoon, { flush: 'post' })
  onMounted(() => {
    for (const moment of moments) document.addEventListener(moment, lookSoon)
    window.visualViewport?.addEventListener('resize', lookSoon)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    for (const moment of moments) document.removeEventListener(moment, lookSoon)
    window.visualViewport?.removeEventListener('resize', lookSoon)
  })
  return side
}
