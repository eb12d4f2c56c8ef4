// A member leaves this phone. What the server, or its backup, does not have yet never goes
// with them: it stays sealed in their own database, shown to nobody, and goes out by
// uploadOtherUsers.ts whenever somebody uses the app here.
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { closeForGood } from '../db/connection.ts'
import { deleteMeta, readMeta, writeMeta } from '../db/meta.ts'
import {
  forgetCurrentMember,
  type LocalSession,
  type PhoneEnvironment,
  waitingOf,
} from './localSession.ts'
import { dropAllShares } from '../db/sharedName.ts'
import { dropAllMaps } from './dropAllMaps.ts'
import { letAllStand } from '../outbox/recall.ts'
import { readDurable } from '../sync/applyPush.ts'

/** The person said goodbye and left work behind; the credential stays for depositing only. */
export const isSealed = async (capture: CaptureDb): Promise<boolean> =>
  (await readMeta(capture, 'sealedAt')) !== undefined

/** Nothing has to go out, and nothing might be asked for again. */
export async function isDelivered(capture: CaptureDb): Promise<boolean> {
  const { changes, bytes } = await waitingOf(capture)
  if (changes > 0 || bytes > 0) return false
  // no backup: received is all there is
  if ((await readDurable(capture))?.n == null) return true
  const [change, photo] = await Promise.all([
    capture.outbox.filter((entry) => entry.backedUpAt === undefined && entry.n > 0).first(),
    capture.photo
      .where('state')
      .equals('received')
      .and((each) => each.backedUpAt === undefined)
      .first(),
  ])
  return change === undefined && photo === undefined
}

/**
 * Refused while work waits to be sent, unless it is to stay sealed. Half-filled forms and work that
 * needs attention stay in any case; photos that were shared and begun nothing go, and maps.
 */
export async function closeSession(
  session: LocalSession,
  environment: PhoneEnvironment,
  { isToBeSealed = false } = {},
): Promise<Result<null>> {
  const { capture, cache } = session
  await letAllStand(capture)
  const waiting = await waitingOf(capture)
  if (waiting.changes + waiting.bytes > 0 && !isToBeSealed)
    return fail(
      fault('workWaits', {
        waiting: Math.max(1, waiting.changes + waiting.photos + waiting.voice),
      }),
    )
  await writeMeta(capture, 'sealedAt', environment.now())
  await dropAllShares(environment)
  await dropAllMaps(environment)
  await forgetCurrentMember(environment)
  closeForGood(cache)
  await cache.delete()
  if (await isDelivered(capture)) await deleteLocalData(capture)
  else closeForGood(capture)
  return succeed(null)
}

/**
 * Everything of the member's has arrived: the credential goes, and all else with it that needs no
 * person any more.
 */
export async function deleteLocalData(capture: CaptureDb): Promise<void> {
  const { attention, drafts } = await waitingOf(capture)
  const rescued = await capture.rescue.filter((taken) => taken.isWhole && !taken.doneAt).count()
  if (attention + drafts + rescued > 0) {
    await deleteMeta(capture, 'grant')
    closeForGood(capture)
  } else {
    closeForGood(capture)
    await capture.delete()
  }
}
