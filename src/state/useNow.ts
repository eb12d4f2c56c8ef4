// The time, for words like "due in 20 minutes"; moves on every half minute unless told otherwise.
import { computed, type ComputedRef, onScopeDispose, ref, type Ref } from 'vue'
import { useDevice } from './device.ts'
import { usePhoneState } from './usePhoneState.ts'

/**
 * By the server's clock where that is known: what is due, over or today does not depend on how
 * this phone is set.
 */
export function useNow(everyMs?: number): ComputedRef<number> {
  const clock = usePhoneClock(everyMs)
  const phone = usePhoneState()
  return computed(() => clock.value + phone.clockOff)
}

/**
 * By this phone's own clock, right or wrong: for how long something lasts that it wrote down
 * itself.
 */
export function usePhoneClock(everyMs = 30_000): Ref<number> {
  const { environment } = useDevice()
  const now = ref(environment.now())
  const timer = setInterval(() => (now.value = environment.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
