import { computed, ref } from 'vue'

/** Follows a finger that pulls something down by its grip; lets go of it after `farEnoughPx`. */
export function useSwipeDown(onRelease: () => void, farEnoughPx = 90) {
  const startY = ref<number | null>(null)
  const pulledPx = ref(0)

  return {
    pullStyle: computed(() =>
      pulledPx.value > 0
        ? { transform: `translateY(${pulledPx.value}px)`, transition: 'none' }
        : {},
    ),
    grip: {
      pointerdown(event: PointerEvent) {
        if (event.pointerType === 'mouse') return
        startY.value = event.clientY
      },
      pointermove(event: PointerEvent) {
        if (startY.value !== null) pulledPx.value = Math.max(0, event.clientY - startY.value)
      },
      pointerup() {
        if (pulledPx.value > farEnoughPx) onRelease()
        startY.value = null
        pulledPx.value = 0
      },
      pointercancel() {
        startY.value = null
        pulledPx.value = 0
      },
    },
  }
}
