// The time, for words like "due in 20 minutes"; moves on every half minute.
import { onScopeDispose, ref, type Ref } from 'vue'
import { useDevice } from './device.ts'

export function useNow(): Ref<number> {
  const { environment } = useDevice()
  const now = ref(environment.now())
  const timer = setInterval(() => (now.value = environment.now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
