import { computed, onScopeDispose, ref } from 'vue'
import type { Instant } from '#domain/ids.ts'

/** Seconds until something ends, and the same as 9:05. */
export function useCountdown(endsAt: () => Instant | null) {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => clearInterval(timer))
  const secondsLeft = computed(() => {
    const end = endsAt()
    return end === null ? 0 : Math.max(0, Math.ceil((end - now.value) / 1000))
  })
  const clock = computed(() => `${Math.floor(secondsLeft.value / 60)}:${String(secondsLeft.value % 60).padStart(2, '0')}`)
  return { secondsLeft, clock }
}
