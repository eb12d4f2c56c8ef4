// Asks about photos the server has received: which of them lie in the backup, and which it
// has lost and needs again (B3).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { protocolLimits, type SyncResponse } from '#protocol/messages.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { SavedPhoto } from '../db/tables.ts'

const dayMs = 86_400_000

/**
 * Asked again after half the time since its arrival: soon while it is fresh, then ever more seldom,
 * at least daily.
 */
function isDue({ receivedAt = 0, askedAt, backedUpAt }: SavedPhoto, now: Instant): boolean {
  if (backedUpAt !== undefined) return false
  return (
    askedAt === undefined ||
    now < askedAt ||
    now - askedAt >= Math.min(dayMs, Math.max(0, askedAt - receivedAt) / 2)
  )
}

/** Those that were asked about longest ago come first, so that none is passed over for ever. */
export async function photosToAsk(db: CaptureDb, now: Instant): Promise<PhotoHash[]> {
  const received = await db.photo
    .where('state')
    .equals('received')
    .and((photo) => isDue(photo, now))
    .toArray()
  received.sort((a, b) => (a.askedAt ?? 0) - (b.askedAt ?? 0))
  return received.slice(0, protocolLimits.photosAsked).map((photo) => photo.hash)
}

export async function applyPhotoAnswer(
  db: CaptureDb,
  asked: readonly PhotoHash[],
  answer: NonNullable<SyncResponse['photos']>,
  now: Instant,
): Promise<void> {
  const [backedUp, missing] = [new Set<string>(answer.backedUp), new Set<string>(answer.missing)]
  await db.photo
    .where('hash')
    .anyOf(asked)
    .and((photo) => photo.state === 'received')
    .modify((photo) => {
      photo.askedAt = now
      if (backedUp.has(photo.hash)) photo.backedUpAt = now
      else if (missing.has(photo.hash)) photo.state = 'waiting'
    })
}
