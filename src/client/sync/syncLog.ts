// When this phone last spoke with the server and what was said lately: kept, so that it is still
// known after a restart.
import type { CaptureDb } from '../db/captureDb.ts'
import { readMeta, type SyncLog, writeMeta } from '../db/meta.ts'

export const readSyncLog = async ({ capture }: { capture: CaptureDb }): Promise<SyncLog> =>
  (await readMeta(capture, 'diary')) ?? { contactAt: null, log: [] }

/** A log that cannot be written is no reason to disturb anybody. */
export async function saveSyncLog(
  { capture }: { capture: CaptureDb },
  syncLog: SyncLog,
): Promise<void> {
  const plain = JSON.parse(JSON.stringify(syncLog)) as SyncLog
  await Promise.resolve(writeMeta(capture, 'diary', plain)).catch(() => undefined)
}
