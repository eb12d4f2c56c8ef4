// How far this phone's clock is off the server's. Nothing is refused or ordered by it: the person
// is told, and times are shown corrected.
import type { Instant } from '#domain/ids.ts'
import type { CaptureDb } from './captureDb.ts'
import { readMeta, writeMeta } from './meta.ts'

/** Less than this is the way of a message, or nobody's business. */
const noticeableMs = 120_000

/** Milliseconds to add to this phone's clock to have the server's; 0 where they agree. */
export const readClockOff = async (db: CaptureDb): Promise<number> =>
  (await readMeta(db, 'clockOff')) ?? 0

/**
 * The server's `time` belongs to the middle of the exchange. Written only when it tells something
 * new.
 */
export async function saveClockOff(
  db: CaptureDb,
  time: Instant,
  exchange: { sentAt: Instant; answeredAt: Instant },
): Promise<void> {
  const measured = Math.round(time - (exchange.sentAt + exchange.answeredAt) / 2)
  const off = Math.abs(measured) < noticeableMs ? 0 : measured
  if (Math.abs(off - (await readClockOff(db))) >= noticeableMs / 2)
    await writeMeta(db, 'clockOff', off)
}
