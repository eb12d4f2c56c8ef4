// From now on the database counts as another one (L7): it went back behind what was seen of it, and
// phones resend what they keep.
import type { DeviceId, Instant } from '#domain/ids.ts'
import { newEpoch } from './epoch.ts'
import { adminChain } from './port/audit.ts'
import type { WriteTx } from './port/storage.ts'

/**
 * `behind`, `another`: by the note in the data folder; `phone`: a phone has seen more of it than
 * there is.
 */
export type WhyBack = 'behind' | 'another' | 'phone'

export async function beginEpoch(
  tx: WriteTx,
  at: Instant,
  why: WhyBack,
  device?: DeviceId,
): Promise<string> {
  const epoch = newEpoch(at)
  await tx.setEpoch(epoch)
  await tx.recordIncident(
    { type: 'databaseOlder', subject: epoch, deviceId: null, memberId: null, detail: { why } },
    at,
  )
  await tx.putAudit(adminChain, {
    at,
    action: 'epochChanged',
    actor: null,
    ...(device ? { device } : {}),
    detail: { epoch, why },
  })
  return epoch
}
