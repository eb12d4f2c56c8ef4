// What lies on this phone beside the server's rows: its own changes, its photos, and what of both
// is safe. Every query of the screens begins with it.
import type { PhotoHash } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { readClockOff } from '../db/clockOff.ts'
import type { OutboxEntry, SavedPhoto } from '../db/tables.ts'

export interface OnPhone {
  entries: readonly OutboxEntry[]
  photos: ReadonlyMap<PhotoHash, SavedPhoto>
  /** Rows and photos that were backed up and have gone from this phone since. */
  safe: ReadonlySet<string>
  /** Milliseconds to add to this phone's clock. */
  clockOff: number
}

export async function onPhone(capture: CaptureDb): Promise<OnPhone> {
  const [entries, photos, safe, clockOff] = await Promise.all([
    capture.outbox.orderBy('n').toArray(),
    capture.photo.toArray(),
    capture.safe.toCollection().primaryKeys(),
    readClockOff(capture),
  ])
  return {
    entries,
    photos: new Map(photos.map((photo) => [photo.hash, photo])),
    safe: new Set(safe),
    clockOff,
  }
}
