// Unsent work that leaves this phone as a file, and other phones' files that this one passes on.
import { defineStore } from 'pinia'
import {
  carriedFiles,
  type Carried,
  markHandedOver,
  putAway,
  readHandedOver,
} from '#device/rescue/takenIn.ts'
import { takeInFile } from '#device/rescue/takeInFile.ts'
import { type RescueFile, writeRescueFile } from '#device/rescue/writeRescueFile.ts'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useLive } from './useLive.ts'
import { usePerson } from './usePerson.ts'
import { useSync } from './useSync.ts'

export type { Carried } from '#device/rescue/takenIn.ts'
export type { RescueFile } from '#device/rescue/writeRescueFile.ts'

export const useRescue = defineStore('rescue', () => {
  const device = useDevice()
  const person = usePerson()
  const sync = useSync()
  const { now } = device.environment
  const { value: carried } = useLive<Carried[]>(
    () => person.person,
    ({ capture }) => carriedFiles(capture),
    [],
    250,
  )
  const { value: handedOver } = useLive(
    () => person.person,
    ({ capture }) => readHandedOver(capture),
    null,
  )

  const write = async (
    onProgress: (written: number, total: number) => void,
  ): Promise<Result<RescueFile>> =>
    person.person
      ? writeRescueFile({ ...person.person, app: device.app, now }, onProgress)
      : fail(fault('signedOut'))

  /** Somebody else has the file now. */
  async function markHanded({ changes, photos }: RescueFile): Promise<void> {
    if (person.person) await markHandedOver(person.person.capture, { at: now(), changes, photos })
  }

  async function takeIn(file: File): Promise<Result<null>> {
    if (!person.person) return fail(fault('signedOut'))
    const taken = await takeInFile(person.person.capture, file, now())
    if (!taken.ok) return taken
    sync.syncSoon()
    return succeed(null)
  }

  return {
    carried,
    handedOver,
    write,
    markHanded,
    takeIn,
    putAway: async (id: string) => person.person && putAway(person.person.capture, id),
  }
})
