// The organisation's public key as this phone last got it. Comes with a sync answer; without it
// nothing can be sealed.
import type { CaptureDb } from '../db/captureDb.ts'
import { readMeta, writeMeta } from '../db/meta.ts'
import { sealKeyId } from '#crypto/sealKeyId.ts'

export const keptSealKey = (db: CaptureDb): Promise<string | undefined> => readMeta(db, 'sealKey')

/** What the phone tells the server of the key it has. */
export async function keptSealKeyId(db: CaptureDb): Promise<string> {
  const known = await keptSealKey(db)
  return known ? sealKeyId(known) : ''
}

export const storeSealKey = (db: CaptureDb, sealKey: string): PromiseLike<unknown> =>
  writeMeta(db, 'sealKey', sealKey)
