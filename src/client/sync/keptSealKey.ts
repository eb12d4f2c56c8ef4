// The organisation's public key as this phone last got it. Comes with a sync answer; without it
// nothing can be sealed.
import type { CaptureDb } from '../db/captureDb.ts'
import { sealKeyId } from '#crypto/sealRecords.ts'

const key = 'sealKey'

export const keptSealKey = async (db: CaptureDb): Promise<string | undefined> =>
  (await db.meta.get(key))?.value as string | undefined

/** What the phone tells the server of the key it has. */
export async function keptSealKeyId(db: CaptureDb): Promise<string> {
  const known = await keptSealKey(db)
  return known ? sealKeyId(known) : ''
}

export const keepSealKey = (db: CaptureDb, sealKey: string): Promise<unknown> =>
  db.meta.put({ key, value: sealKey })
