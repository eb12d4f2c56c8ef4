// How many phones and desks one member may have: limits that count for each device mean nothing to whoever can make as many as they like.
import { type Fault, fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import type { ReadTx } from '../storage/storage.ts'

/** A new phone, a desk, a browser that lost its data: twelve in an hour are nobody's morning. */
const mostInAnHour = 12
/** Not revoked ones; a desk that is set up anew each week for a year. */
const mostLiving = 60
const hourMs = 3_600_000

/** Null where one more may be bound. */
export async function whyNotBind(tx: ReadTx, memberId: MemberId, now: Instant): Promise<Fault | null> {
  const devices = await tx.devicesOf(memberId)
  const isTooFast = devices.filter((device) => device.createdAt > now - hourMs).length >= mostInAnHour
  const isTooMany = devices.filter((device) => device.revokedAt === null).length >= mostLiving
  return isTooFast || isTooMany ? fault('tooManyRequests', { retryAfterSeconds: 3600 }) : null
}
