// What this phone knows of its own state beside the work: what is backed up, what it has lost, what
// may go, how its clock stands.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { freeable, freePhotos } from '#client/photos/freeSpace.ts'
import { markLossesSeen, readLosses } from '#client/outbox/losses.ts'
import { readDurable } from '#client/sync/applyPush.ts'
import { readClockOff } from '#client/db/clockOff.ts'
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
    ({ capture }) => readDurable(capture),
    undefined,
  )
  const losses = useLive(
    () => session.current,
    ({ capture }) => readLosses(capture),
    [],
  )
  const clockOff = useLive(
    () => session.current,
    ({ capture }) => readClockOff(capture),
    0,
  )
  const room = useLive(
    () => session.current,
    ({ capture }) => freeable(capture),
    { photos: 0, bytes: 0 },
    1000,
  )

  async function free(): Promise<void> {
    if (session.current) await freePhotos(session.current.capture, device.environment.now())
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
    dismissLosses: async () => session.current && markLossesSeen(session.current.capture),
  }
})
