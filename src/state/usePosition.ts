// Where the phone is, while a screen asks.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { type PositionWatch, watchPosition } from '#device/senses/position.ts'
import type { Fault } from '#domain/fault.ts'
import type { Position } from '#domain/position.ts'

export interface PositionSense {
  fix: ShallowRef<Position | null>
  fault: ShallowRef<Fault | null>
  start(): void
  stop(): void
}

export function usePosition(): PositionSense {
  const fix = shallowRef<Position | null>(null)
  const fault = shallowRef<Fault | null>(null)
  let watching: PositionWatch | null = null

  function start(): void {
    watching ??= watchPosition(
      (position) => {
        fix.value = position
        fault.value = null
      },
      (why) => (fault.value = why),
    )
  }

  function stop(): void {
    watching?.stop()
    watching = null
  }

  onScopeDispose(stop)
  return { fix, fault, start, stop }
}
