// Sync of the member at work, for state/useSync.ts: the loop of rounds, what is sent for others
// after each, and the log of what was said.
import type { SyncLog } from '../db/meta.ts'
import type { Transport } from '../http/transport.ts'
import type { PhoneEnvironment } from '../session/localSession.ts'
import { type OtherUsersWaiting, uploadOtherUsers } from '../session/uploadOtherUsers.ts'
import type { SyncContext } from '../sync/syncContext.ts'
import { readSyncLog, saveSyncLog } from '../sync/syncLog.ts'
import { startSyncLoop, type SyncLoop, type SyncLoopEnvironment } from '../sync/syncLoop.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export const startSyncing = (
  session: SealedSession,
  context: Omit<SyncContext, 'capture' | 'cache' | 'device'>,
  environment: SyncLoopEnvironment,
): SyncLoop => {
  const { capture, cache, device } = unsealed(session)
  return startSyncLoop({ capture, cache, device, ...context }, environment)
}

export interface SendingForOthers {
  environment: PhoneEnvironment
  transport: Transport
  app: string
  onWaiting: (waiting: OtherUsersWaiting) => void
}

/** Others' files that were taken in here, then the work other people left on this phone. */
export async function sendForOthers(
  session: SealedSession,
  { environment, transport, app, onWaiting }: SendingForOthers,
): Promise<void> {
  const { capture, device } = unsealed(session)
  // Few phones ever carry another's work: only those load what passes it on.
  if ((await capture.rescue.count()) > 0) {
    const { forwardRescued } = await import('../rescue/forwardRescued.ts')
    await forwardRescued({ capture, device, transport, now: environment.now })
  }
  await uploadOtherUsers({ environment, transport, app, own: capture.name, onWaiting })
}

export const readLog = (session: SealedSession): Promise<SyncLog> => readSyncLog(unsealed(session))

export const saveLog = (session: SealedSession, log: SyncLog): Promise<void> =>
  saveSyncLog(unsealed(session), log)
