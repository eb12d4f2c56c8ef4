// What a person does on a patrol, each with its word of how it went.
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { GridId } from '#domain/ids.ts'
import type { Patrol } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import type { Result } from '#domain/result.ts'
import { findingKind } from '#kinds/kinds.ts'
import { useToast } from '#parts/toast.ts'
import { usePatrol } from '#state/usePatrol.ts'
import { formRoute } from '#ui/routes/formRoute.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'

export function usePatrolActs() {
  const { t } = useI18n()
  const router = useRouter()
  const patrol = usePatrol()
  const toast = useToast()
  const { notify } = useFaultMessage()
  const isBusy = ref(false)

  /** One act at a time. */
  async function once(act: () => Promise<Result<unknown>>, done?: string): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    const result = await act()
    isBusy.value = false
    return notify(result, done)
  }

  function isOnRound(place: Place): boolean {
    const isPoint = patrol.points.some((point) => point.id === place.id)
    if (!isPoint)
      toast.show({ tone: 'attention', text: t('patrol.notOnRound', { place: place.name }) })
    return isPoint
  }

  async function checkFine(place: Place): Promise<boolean> {
    const isChecked = await once(() => patrol.check(place.id, 'fine'))
    if (isChecked) {
      toast.show({
        icon: 'check',
        text: t('patrol.checkedFine', { place: place.name }),
        actionWord: t('capture.undo'),
        action: () => void uncheck(place),
      })
    }
    return isChecked
  }
  const uncheck = (place: Place) => once(() => patrol.uncheck(place.id))

  async function end(): Promise<Patrol | null> {
    const { current } = patrol
    if (!current) return null
    const ended: Patrol = { ...current, endedAt: Date.now() }
    return (await once(() => patrol.end())) ? ended : null
  }

  return {
    isBusy,
    checkedCount: computed(() => patrol.checked.size),
    start: (gridId: GridId) => once(() => patrol.start(gridId)),
    pause: () => once(() => patrol.pause(), t('patrol.pausedNow')),
    resume: () => once(() => patrol.resume()),
    end,
    checkFine,
    uncheck,
    isOnRound,
    report: (place: Place) => router.push(formRoute(findingKind.key, { at: place.id })),
  }
}
