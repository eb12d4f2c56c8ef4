// Waiting for a better position than the phone has at once: it is held still, and what it says is
// averaged. Ends by itself, once it is good or after half a minute.
import { computed, onScopeDispose, ref, watch } from 'vue'
import { averageFix } from '#domain/averageFix.ts'
import type { Position } from '#domain/position.ts'

export const betterFix = { goodMetres: 10, waitMs: 30_000 } as const

const accuracyOf = (position: Position | null): number => position?.accuracyMetres ?? Infinity

/**
 * @param fix the best the phone has said lately, `heard` the last it has said.
 * @param used is handed what the waiting ended with.
 */
export function useBetterFix(
  { fix, heard }: { fix: () => Position | null; heard: () => Position | null },
  used: (position: Position) => void,
) {
  const isWaiting = ref(false)
  const fixes = ref<Position[]>([])
  const average = computed(() => averageFix(fixes.value))
  /** Several fixes say more than one that claims to be sharper: it may be the one far off. */
  const best = computed(() => average.value ?? fix())
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(heard, (next) => {
    if (!isWaiting.value || !next) return
    fixes.value = [...fixes.value, next]
    if (accuracyOf(average.value) <= betterFix.goodMetres) use()
  })

  function start() {
    fixes.value = []
    isWaiting.value = true
    timer = setTimeout(use, betterFix.waitMs)
  }
  function stop() {
    clearTimeout(timer)
    isWaiting.value = false
  }
  function use() {
    stop()
    if (best.value) used(best.value)
  }
  onScopeDispose(() => clearTimeout(timer))

  return {
    isWaiting,
    best,
    metres: computed(() =>
      best.value?.accuracyMetres == null ? null : Math.round(best.value.accuracyMetres),
    ),
    isGood: computed(() => accuracyOf(best.value) <= betterFix.goodMetres),
    start,
    stop,
    use,
  }
}
