// The number on the app's icon: what waits for this person, where the system shows one.
import { watchEffect } from 'vue'
import { useNeedsMe } from '#ui/report/useNeedsMe.ts'

export function useAppBadge(): void {
  const needsMe = useNeedsMe()
  watchEffect(() => {
    const count = needsMe.value
    // Some systems want a permission first: then there is no number, and nothing is lost.
    navigator.setAppBadge?.(count).catch(() => undefined)
  })
}
