// While photos are being sent the screen stays on, and on a patrol where a person wants it: a phone
// that falls asleep stops sending, and one in the hand is looked at.
import { computed, watch } from 'vue'
import { keepAwake, type LetSleep } from '#client/sensors/screenAwake.ts'
import { usePatrol } from './usePatrol.ts'
import { useSettings } from './useSettings.ts'
import { useSync } from './useSync.ts'

/** Called once, by the app. */
export function useScreenAwake(): void {
  const sync = useSync()
  const patrol = usePatrol()
  const settings = useSettings()
  const isWanted = computed(
    () =>
      (sync.isRunning && (sync.waiting?.photos ?? 0) + (sync.waiting?.voice ?? 0) > 0) ||
      (settings.isAwakeOnPatrol && patrol.state === 'walking'),
  )
  let letSleep: LetSleep | null = null
  watch(
    isWanted,
    (wanted) => {
      letSleep?.()
      letSleep = wanted ? keepAwake(navigator, document) : null
    },
    { immediate: true },
  )
}
