// Loaded with the first toast; until then, and where it cannot be, they stand below.
import { nextTick } from 'vue'
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
 * Looks again whenever something begins to be used. Returns the way to make it look.
 *
 * @param element as high as the screen, with the toasts at its upper or its lower end.
 */
export function watchToastSide(
  element: HTMLElement,
  stand: (side: ToastSide) => void,
  limit: (most: 1 | 2) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    if (element.children.length === 0) return
    // What is being pressed does not run away from under the finger.
    if (element.matches(':hover') || element.contains(document.activeElement)) return
    const all = spanOf(element)
    const spans = [...element.children].map(spanOf)
    const height =
      Math.max(...spans.map(({ bottom }) => bottom)) - Math.min(...spans.map(({ top }) => top))
    const focused = document.activeElement
    const { innerHeight, visualViewport: visual } = window
    const buttons = [...document.querySelectorAll(`${onTop} :is(button, a)`)].map(spanOf)
    const { side, isFree } = toastSide(
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
    stand(side)
    if (!isFree) limit(1)
    else if (buttons.length === 0) limit(2)
  }
  function lookSoon(): void {
    void nextTick(look)
    clearTimeout(timer)
    timer = setTimeout(look, settledMs)
  }

  for (const moment of ['focusin', 'focusout']) document.addEventListener(moment, lookSoon)
  window.visualViewport?.addEventListener('resize', lookSoon)
  return lookSoon
}
