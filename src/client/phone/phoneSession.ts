// The session's beginning and end, for state/useSession.ts and state/useStorageTrouble.ts.
import { type Result, succeed } from '#domain/result.ts'
import type { DeviceGrant } from '#protocol/deviceMessages.ts'
import { closeWhileHidden, reconnect } from '../db/connection.ts'
import { readClientLog } from '../db/clientLog.ts'
import { closeSession } from '../session/closeSession.ts'
import { type PhoneEnvironment, resumeSession, startSession } from '../session/localSession.ts'
import { wipe, type Wiping } from '../session/wipe.ts'
import { sealed, type SealedSession, unsealed } from './sealedSession.ts'

export type PhoneSession = SealedSession

/** The member who used this phone last; null before the first enrolment. */
export async function resumePhone(
  environment: PhoneEnvironment,
): Promise<Result<PhoneSession | null>> {
  const resumed = await resumeSession(environment)
  return resumed.ok ? succeed(resumed.value && sealed(resumed.value)) : resumed
}

export async function bindPhone(
  grant: DeviceGrant,
  environment: PhoneEnvironment,
): Promise<Result<PhoneSession>> {
  const started = await startSession(grant, environment)
  return started.ok ? succeed(sealed(started.value)) : started
}

/** Another session takes its place; what lies in the databases stays. */
export function closeSessionStores(session: PhoneSession): void {
  const { capture, cache } = unsealed(session)
  capture.close()
  cache.close()
}

/** The member leaves: see closeSession.ts for what is refused and what stays sealed. */
export const leavePhone = (
  session: PhoneSession,
  environment: PhoneEnvironment,
  how: { isToBeSealed?: boolean } = {},
): Promise<Result<null>> => closeSession(unsealed(session), environment, how)

/** The server has ordered it. False while work waits to be handed in. */
export async function wipePhone(session: PhoneSession, wiping: Wiping): Promise<boolean> {
  const local = unsealed(session)
  if (!(await wipe(local, wiping))) return false
  local.cache.close()
  return true
}

/** A page that is put aside holds no connection. Returns the way to stop. */
export function closeSessionWhileHidden(
  session: PhoneSession,
  page: Parameters<typeof closeWhileHidden>[1],
): () => void {
  const { capture, cache } = unsealed(session)
  return closeWhileHidden([capture, cache], page)
}

/** Rejects where the database does not answer on a new connection either. */
export async function retryConnection(session: PhoneSession): Promise<void> {
  const { capture } = unsealed(session)
  reconnect(capture)
  await readClientLog(capture)
}
