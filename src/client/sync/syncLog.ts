// When this phone last spoke with the server and what was said lately: kept, so that it is still
// known after a restart.
import type { Instant } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'

export interface SyncLog {
  contactAt: Instant | null
  log: unknown[]
}

const key = 'diary'

export async function readSyncLog({ capture }: { capture: CaptureDb }): Promise<SyncLog> {
  return (
    ((await capture.meta.get(key))?.value as SyncLog | undefined) ?? { contactAt: null, log: [] }
  )
}

/** A log that cannot be written is no reason to disturb anybody. */
export async function saveSyncLog(
  { capture }: { capture: CaptureDb },
  syncLog: SyncLog,
): Promise<void> {
  await capture.meta.put({ key, value: JSON.parse(JSON.stringify(syncLog)) }).catch(() => undefined)
}
