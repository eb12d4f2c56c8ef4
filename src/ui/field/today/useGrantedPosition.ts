import { type Ref, watch } from 'vue'
import type { Position } from '#domain/position.ts'
import { usePosition } from '#state/usePosition.ts'

const goodEnoughMetres = 30

/**
 * Where the phone is, if the person has already allowed it to know: a list is no reason to ask, nor
 * to go on measuring.
 */
export function useGrantedPosition(): Ref<Position | null> {
  const { fix, start, stop } = usePosition()
  void navigator.permissions?.query({ name: 'geolocation' }).then(({ state }) => {
    if (state === 'granted') start()
  })
  watch(fix, (found) => {
    if (found && (found.accuracyMetres ?? 0) <= goodEnoughMetres) stop()
  })
  return fix
}
