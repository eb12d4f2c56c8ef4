// One tap, one act. Under a finger that taps twice something else may stand by the second tap; that
// one is not meant for it.
import { onScopeDispose, readonly, type Ref, ref, watch } from 'vue'

/**
 * The taps of a double tap lie closer together, and in less nobody has read what stands there now.
 */
export const readableMs = 600

export interface OneTap {
  /** What the act is about has stood there long enough for a tap to mean it. */
  isReady: Readonly<Ref<boolean>>
  /** Undefined for a tap that came too soon. */
  once<T>(act: () => T | Promise<T>): Promise<T | undefined>
}

/** @param shown what the act is about, by name; when it changes, its button waits anew. */
export function useOneTap(shown: () => string | number | undefined): OneTap {
  const isReady = ref(false)
  let isActing = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const hold = (): void => {
    isReady.value = false
    clearTimeout(timer)
    if (!isActing) timer = setTimeout(() => (isReady.value = true), readableMs)
  }
  watch(shown, hold, { immediate: true, flush: 'sync' })
  onScopeDispose(() => clearTimeout(timer))

  return {
    isReady: readonly(isReady),
    async once(act) {
      if (!isReady.value) return undefined
      isActing = true
      hold()
      try {
        return await act()
      } finally {
        isActing = false
        hold()
      }
    },
  }
}
