// What this phone knows of its own state beside the work: what is backed up, what it has lost, what
// may go, how its clock stands.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { freeable, freePhotos } from '#device/freeSpace.ts'
import { markLossesSeen, readLosses } from '#device/losses.ts'
import { readDurable } from '#device/sync/applyPush.ts'
import { readClockOff } from '#device/sync/clockOff.ts'
import { useDevice } from './device.ts'
import { useLive } from './useLive.ts'
import { usePerson } from './usePerson.ts'
import { useStorageHealth } from './useStorageHealth.ts'

export const usePhoneState = defineStore('phoneState', () => {
  const device = useDevice()
  const person = usePerson()
  const health = useStorageHealth()
  const durable = useLive(
    () => person.person,
    ({ capture }) => readDurable(capture),
    undefined,
  )
  const losses = useLive(
    () => person.person,
    ({ capture }) => readLosses(capture),
    [],
  )
  const clockOff = useLive(
    () => person.person,
    ({ capture }) => readClockOff(capture),
    0,
  )
  const room = useLive(
    () => person.person,
    ({ capture }) => freeable(capture),
    { photos: 0, bytes: 0 },
    1000,
  )

  async function free(): Promise<void> {
    if (person.person) await freePhotos(person.person.capture, device.environment.now())
    await health.look()
  }

  return {
    /** Null until the endpoint has said whether it has a second place. */
    hasSecondPlace: computed(() => (durable.value.value ? durable.value.value.n !== null : null)),
    backedUpAt: computed(() =>
      durable.value.value?.n ? durable.value.value.at + clockOff.value.value : null,
    ),
    clockOff: clockOff.value,
    freeable: room.value,
    /** Those the person has not put away yet. */
    losses: computed(() => losses.value.value.filter((loss) => !loss.isSeen)),
    free,
    dismissLosses: async () => person.person && markLossesSeen(person.person.capture),
  }
})
