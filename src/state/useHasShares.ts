// Whether another app has handed photos over: asked at once and whenever the page comes into sight.
import { onScopeDispose, ref, type Ref } from 'vue'
import { hasShares } from '#client/db/sharedName.ts'
import { useDevice } from './device.ts'

export function useHasShares(): Ref<boolean> {
  const { environment } = useDevice()
  const has = ref(false)
  const look = (): void =>
    void hasShares(environment).then(
      (does) => (has.value ||= does),
      () => undefined, // where it cannot be read, Today has more to say than that
    )
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => document.removeEventListener('visibilitychange', look))
  look()
  return has
}
