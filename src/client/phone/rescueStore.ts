// Unsent work that leaves this phone as a file, and other phones' files on their way through it.
import type { Instant } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import type { HandedOver } from '../db/meta.ts'
import { markHandedOver, putAway } from '../rescue/importedFiles.ts'
import { importRescueFile } from '../rescue/importRescueFile.ts'
import { type RescueFile, writeRescueFile } from '../rescue/writeRescueFile.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface RescueStore {
  write(
    of: { app: string; now: () => Instant },
    onProgress: (written: number, total: number) => void,
  ): Promise<Result<RescueFile>>
  /** Somebody else has the file now; everything stays here all the same. */
  markHandedOver(handedOver: HandedOver): Promise<void>
  import(file: File, now: Instant): Promise<Result<unknown>>
  /** Takes it off the list. */
  putAway(id: string): Promise<void>
}

export function rescueStore(session: SealedSession): RescueStore {
  const { capture, device } = unsealed(session)
  return {
    write: (of, onProgress) => writeRescueFile({ capture, device, ...of }, onProgress),
    markHandedOver: async (handedOver) => void (await markHandedOver(capture, handedOver)),
    import: (file, now) => importRescueFile(capture, file, now),
    putAway: (id) => putAway(capture, id),
  }
}
