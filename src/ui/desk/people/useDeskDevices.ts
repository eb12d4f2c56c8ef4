import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { Fault } from '#domain/fault.ts'
import { useDesk, type DeskDevice } from '#state/useDesk.ts'
import { useSync } from '#state/useSync.ts'

// One list for the desk: the panel, the overview and the members look at the same.
const devices = shallowRef<DeskDevice[] | null>(null)
const fault = shallowRef<Fault | null>(null)
const isLoading = ref(false)
const renewEveryMs = 60_000

/** Devices of the members, asked for while there is a connection; null until the first answer. */
export function useDeskDevices(): {
  devices: Ref<DeskDevice[] | null>
  fault: Ref<Fault | null>
  isLoading: Ref<boolean>
  renew(): Promise<void>
} {
  const desk = useDesk()
  const sync = useSync()

  async function renew(): Promise<void> {
    if (isLoading.value || sync.connection !== 'online') return
    isLoading.value = true
    const result = await desk.devices().finally(() => (isLoading.value = false))
    fault.value = result.ok ? null : result.fault
    if (result.ok) devices.value = result.value
  }

  watch(
    () => sync.connection,
    () => void renew(),
    { immediate: true },
  )
  const timer = setInterval(() => void renew(), renewEveryMs)
  onScopeDispose(() => clearInterval(timer))
  return { devices, fault, isLoading, renew }
}
