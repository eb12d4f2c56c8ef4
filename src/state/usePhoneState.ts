// What this phone knows of its own state beside the work: what is backed up, what it has lost, what
// may go, how its clock stands.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { outboxOf } from '#client/phone/outbox.ts'
import { photoStore } from '#client/phone/photoStore.ts'
import { useDevice } from './device.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'
import { useStorageHealth } from './useStorageHealth.ts'

export const usePhoneState = defineStore('phoneState', () => {
  const device = useDevice()
  const session = useSession()
  const health = useStorageHealth()
  const durable = useLive(
    () => session.current,
    (phone) => phone.durable(),
    undefined,
  )
  const losses = useLive(
    () => session.current,
    (phone) => phone.losses(),
    [],
  )
  const clockOff = useLive(
    () => session.current,
    (phone) => phone.clockOff(),
    0,
  )
  const room = useLive(
    () => session.current,
    (phone) => phone.freeable(),
    { photos: 0, bytes: 0 },
    1000,
  )

  async function free(): Promise<void> {
    if (session.current) await photoStore(session.current).free(device.environment.now())
    await health.look()
  }

  return {
    /** Null until the server has said whether it has a backup. */
    hasBackup: computed(() => (durable.value.value ? durable.value.value.n !== null : null)),
    backedUpAt: computed(() =>
      durable.value.value?.n ? durable.value.value.at + clockOff.value.value : null,
    ),
    clockOff: clockOff.value,
    freeable: room.value,
    /** Those the person has not put away yet. */
    losses: computed(() => losses.value.value.filter((loss) => !loss.isSeen)),
    free,
    dismissLosses: async () =>
      session.current && outboxOf(session.current, device.environment).markLossesSeen(),
  }
})
