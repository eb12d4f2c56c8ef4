// Puts bytes on this phone before anything names them: written, read back, compared; only then may
// a tick be drawn. Each photo and each voice note is a transaction of its own, so that a full phone
// can still save the text.
import type { Instant } from '#domain/ids.ts'
import { type Fault, fault } from '#domain/fault.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { SavedPhoto } from '../db/tables.ts'
import { retryOnce } from '../db/connection.ts'
import { storageFault } from '../db/storageFault.ts'
import { sha256 } from './sha256.ts'

export type BytesToSave = Pick<SavedPhoto, 'hash' | 'part'> & { bytes: ArrayBuffer }

/** Null once all of them are kept. */
export async function saveBytes(
  db: CaptureDb,
  parts: readonly BytesToSave[],
  now: Instant,
): Promise<Fault | null> {
  try {
    await retryOnce(db, () =>
      db.transaction('rw', db.photo, db.photoBytes, async () => {
        for (const { hash, part, bytes } of parts) {
          const known = await db.photo.get(hash)
          if (known && known.state !== 'unreadable') continue
          await db.photo.put({ hash, part, size: bytes.byteLength, state: 'draft', savedAt: now })
          await db.photoBytes.put({ hash, bytes })
        }
      }),
    )
    for (const { hash, part } of parts) {
      const kept = await retryOnce(db, () => db.photoBytes.get(hash))
      if (!kept || (await sha256(kept.bytes)) !== hash)
        return fault(part === 'voice' ? 'voiceLost' : 'photoLost')
    }
    return null
  } catch (error) {
    return storageFault(error)
  }
}
