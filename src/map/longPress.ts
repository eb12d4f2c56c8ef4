const holdMs = 600
const slackPixels = 10

/**
 * Calls back when a finger rests or the right button is pressed. Returns how to stop, and whether
 * the press under way has been used up, so that the click which some browsers send after it can be
 * left unheard.
 */
export function listenForLongPress(
  element: HTMLElement,
  pressed: (event: MouseEvent) => void,
  /** Something drawn there is pressed instead. */
  isTaken: (event: MouseEvent) => boolean,
): { stop: () => void; isUsedUp: () => boolean } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let start: PointerEvent | null = null
  let isUsedUp = false
  const controller = new AbortController()
  const options = { signal: controller.signal, passive: true }
  const forget = (): void => clearTimeout(timer)
  const use = (event: MouseEvent): void => {
    forget()
    if (isUsedUp || isOnPin(event) || isTaken(event)) return
    isUsedUp = true
    pressed(event)
  }
  element.addEventListener(
    'pointerdown',
    (event) => {
      forget()
      isUsedUp = false
      start = event.isPrimary ? event : null
      if (!event.isPrimary || event.button !== 0) return
      timer = setTimeout(() => use(event), holdMs)
    },
    options,
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      if (
        start &&
        Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > slackPixels
      )
        forget()
    },
    options,
  )
  for (const name of ['pointerup', 'pointercancel', 'wheel'] as const)
    element.addEventListener(name, forget, options)
  // Right button, and the system's own long press, which may come sooner than ours.
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault()
      use(event)
    },
    { signal: controller.signal },
  )
  return {
    stop: () => {
      forget()
      controller.abort()
    },
    isUsedUp: () => isUsedUp,
  }
}

const isOnPin = (event: MouseEvent): boolean =>
  event.target instanceof Element && event.target.closest('.map-mark') !== null
