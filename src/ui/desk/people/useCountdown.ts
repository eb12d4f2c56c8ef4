import { computed } from 'vue'
import type { Instant } from '#domain/ids.ts'
import { useNow } from '#state/useNow.ts'

/** Seconds until something ends by the server's clock, and the same as 9:05. */
export function useCountdown(endsAt: () => Instant | null) {
  const now = useNow(1000)
  const secondsLeft = computed(() => {
    const end = endsAt()
    return end === null ? 0 : Math.max(0, Math.ceil((end - now.value) / 1000))
  })
  const clock = computed(
    () =>
      `${Math.floor(secondsLeft.value / 60)}:${String(secondsLeft.value % 60).padStart(2, '0')}`,
  )
  return { secondsLeft, clock }
}
