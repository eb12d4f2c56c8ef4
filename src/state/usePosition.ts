// Where the phone is, while a screen asks.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { type PositionWatch, watchPosition } from '#client/sensors/position.ts'
import type { Fault } from '#domain/fault.ts'
import type { Position } from '#domain/position.ts'

export interface PositionSense {
  /** The best of the last half minute. */
  fix: ShallowRef<Position | null>
  /** The last one, the vaguer ones too. */
  heard: ShallowRef<Position | null>
  fault: ShallowRef<Fault | null>
  /** `onEach` hears every fix, the vaguer ones too. */
  start(onEach?: (position: Position) => void): void
  /** For a fix of this moment. */
  ask(): void
  stop(): void
}

export function usePosition(): PositionSense {
  const fix = shallowRef<Position | null>(null)
  const heard = shallowRef<Position | null>(null)
  const fault = shallowRef<Fault | null>(null)
  let watching: PositionWatch | null = null

  function start(onEach?: (position: Position) => void): void {
    watching ??= watchPosition(
      (position) => {
        fix.value = position
        fault.value = null
      },
      (why) => (fault.value = why),
      {
        onEach: (position) => {
          heard.value = position
          onEach?.(position)
        },
      },
    )
  }

  function stop(): void {
    watching?.stop()
    watching = null
  }

  onScopeDispose(stop)
  return { fix, heard, fault, start, ask: () => watching?.ask(), stop }
}
