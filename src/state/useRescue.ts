// Unsent work that leaves this phone as a file, and other phones' files that this one forwards.
import { defineStore } from 'pinia'
import { rescueStore } from '#client/phone/rescueStore.ts'
import type { Carried } from '#client/rescue/importedFiles.ts'
import type { RescueFile } from '#client/rescue/writeRescueFile.ts'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'
import { useSync } from './useSync.ts'

export type { Carried } from '#client/rescue/importedFiles.ts'
export type { RescueFile } from '#client/rescue/writeRescueFile.ts'

export const useRescue = defineStore('rescue', () => {
  const device = useDevice()
  const session = useSession()
  const sync = useSync()
  const { now } = device.environment
  const { value: carried } = useLive<Carried[]>(
    () => session.current,
    (phone) => phone.carriedFiles(),
    [],
    250,
  )
  const { value: handedOver } = useLive(
    () => session.current,
    (phone) => phone.handedOver(),
    null,
  )

  const write = async (
    onProgress: (written: number, total: number) => void,
  ): Promise<Result<RescueFile>> =>
    session.current
      ? rescueStore(session.current).write({ app: device.app, now }, onProgress)
      : fail(fault('signedOut'))

  /** Somebody else has the file now. */
  async function markHanded({ changes, photos }: RescueFile): Promise<void> {
    if (session.current)
      await rescueStore(session.current).markHandedOver({ at: now(), changes, photos })
  }

  async function importFile(file: File): Promise<Result<null>> {
    if (!session.current) return fail(fault('signedOut'))
    const taken = await rescueStore(session.current).import(file, now())
    if (!taken.ok) return taken
    sync.syncSoon()
    return succeed(null)
  }

  return {
    carried,
    handedOver,
    write,
    markHanded,
    importFile,
    putAway: async (id: string) => session.current && rescueStore(session.current).putAway(id),
  }
})
