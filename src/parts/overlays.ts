// What lies on top of a screen is an entry of the history, so that the phone's Back closes it and
// the screen stays. The entries are kept level with what is open; the router never sees them, and
// leaves none behind (ui/shell/router.ts).
import { onScopeDispose, watch } from 'vue'

export interface OverlayStack {
  /** Something lies on top from now on. Returns the way to say that it is gone. */
  add(close: () => void): () => void
  /**
   * Resolves when no entry is left: before another address is gone to. What is open goes with its
   * screen.
   */
  clear(): Promise<void>
  /** The address of the screen has been written anew. */
  note(): void
}

type Page = Pick<
  Window,
  'history' | 'location' | 'addEventListener' | 'setTimeout' | 'clearTimeout'
>
/** As the router numbers its entries; ours have the number of the screen they lie on. */
type State = { position?: number; overlay?: number } | null

/** A step that the browser never takes must not hold up everything after it. */
const mostStepMs = 1000

export function createOverlayStack(page: Page): OverlayStack {
  const { history } = page
  const open: { close: () => void }[] = []
  const look = () => ({ state: history.state as State, href: page.location.href })
  const depth = (): number => look().state?.overlay ?? 0
  let screen = look()
  let stepped: (() => void) | null = null
  let levelling: Promise<void> | null = null

  const task = (ms = 0): Promise<void> => new Promise((resolve) => page.setTimeout(resolve, ms))

  const back = (by: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = page.setTimeout(() => stepped?.(), mostStepMs)
      stepped = () => {
        stepped = null
        page.clearTimeout(timer)
        resolve()
      }
      history.go(-by)
    })

  /** Opening and closing in one go costs no step: looked at once the act that did it is over. */
  function level(): Promise<void> {
    levelling ??= (async () => {
      await task()
      for (let before = -1; depth() !== open.length && depth() !== before;) {
        before = depth()
        if (before > open.length) await back(before - open.length)
        else history.pushState({ ...(history.state as State), overlay: before + 1 }, '')
      }
      screen = look()
    })().finally(() => (levelling = null))
    return levelling
  }

  page.addEventListener(
    'popstate',
    (event) => {
      const isSameScreen = (event.state as State)?.position === screen.state?.position
      if (isSameScreen) {
        event.stopImmediatePropagation()
        // What was written into the address while something lay on top belongs to the screen below
        // it.
        history.replaceState({ ...screen.state, overlay: depth() }, '', screen.href)
      }
      screen = look()
      if (stepped) stepped()
      else {
        if (isSameScreen) for (const each of open.slice(depth()).reverse()) each.close()
        void level()
      }
    },
    { capture: true },
  )

  if (depth() > 0) void level() // loaded again while something lay on top

  return {
    add(close) {
      const each = { close }
      open.push(each)
      void level()
      return () => {
        const at = open.indexOf(each)
        if (at < 0) return
        open.splice(at, 1)
        void level()
      }
    },
    async clear() {
      open.length = 0
      for (let tries = 0; tries < 3 && (levelling !== null || depth() > 0); tries++) await level()
    },
    note: () => (screen = look()),
  }
}

let stack: OverlayStack | undefined
export const overlays = (): OverlayStack => (stack ??= createOverlayStack(window))

/** For everything that lies on top: Back closes it, one after the other. */
export function useOverlay(isOpen: () => boolean, close: () => void): void {
  let remove: (() => void) | undefined
  watch(
    isOpen,
    (opened) => {
      remove?.()
      remove = opened ? overlays().add(close) : undefined
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => remove?.())
}
