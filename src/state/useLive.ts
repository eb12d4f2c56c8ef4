// A live question of the device as a reactive value: asked anew when the session changes, silent
// when there is none.
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import { type PhoneReader, phoneReader } from '#client/phone/phoneReader.ts'
import type { PhoneSession } from '#client/phone/phoneSession.ts'
import { watchLive } from '#client/db/watchLive.ts'

export interface Live<T> {
  value: ShallowRef<T>
  isLoaded: ShallowRef<boolean>
}

export function useLive<T>(
  session: () => PhoneSession | null,
  query: (phone: PhoneReader) => Promise<T>,
  empty: T,
  restMs = 0,
): Live<T> {
  const value = shallowRef(empty) as ShallowRef<T>
  const isLoaded = shallowRef(false)
  let stop: (() => void) | undefined
  watch(
    session,
    (current) => {
      stop?.()
      value.value = empty
      isLoaded.value = false
      if (!current) return
      const take = (next: T): void => {
        value.value = next
        isLoaded.value = true
      }
      const phone = phoneReader(current)
      stop = watchLive(
        () => query(phone),
        take,
        (error) => console.error('live question', error),
        restMs,
      )
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return { value, isLoaded }
}
