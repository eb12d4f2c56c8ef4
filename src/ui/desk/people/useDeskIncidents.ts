import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { Fault } from '#domain/fault.ts'
import { type Incident, useDesk } from '#state/useDesk.ts'
import { useSession } from '#state/useSession.ts'
import { useSync } from '#state/useSync.ts'

// One list for the desk: the frame's badge and the screen look at the same.
const incidents = shallowRef<Incident[] | null>(null)
const fault = shallowRef<Fault | null>(null)
const renewEveryMs = 60_000

/** Open incidents, asked for while there is a connection; null until the first answer. */
export function useDeskIncidents(): {
  incidents: Ref<Incident[] | null>
  fault: Ref<Fault | null>
  renew(): Promise<void>
} {
  const desk = useDesk()
  const session = useSession()
  const sync = useSync()

  async function renew(): Promise<void> {
    if (sync.connection !== 'online' || !session.hasAbility('manageMembers')) return
    const result = await desk.incidents()
    fault.value = result.ok ? null : result.fault
    if (result.ok) incidents.value = result.value
  }

  watch(
    () => [sync.connection, session.member?.id],
    () => void renew(),
    { immediate: true },
  )
  const timer = setInterval(() => void renew(), renewEveryMs)
  onScopeDispose(() => clearInterval(timer))
  return { incidents, fault, renew }
}
