// Whether all that a person may see has been on this phone once. Before that, what is not here may
// be anywhere: nothing is said to be none.
import type { CacheDb } from '../db/cacheDb.ts'

export interface FirstPull {
  isWhole: boolean
  /** How much of it is here, 0 to 1; null before the first answer. */
  share: number | null
}

type Cursors = readonly { at: number; head?: number }[]

export const isUnderWay = (cursors: Cursors): boolean =>
  cursors.some((cursor) => cursor.head !== undefined)

/** It stays whole: what comes later is news. */
const whole = new WeakSet<CacheDb>()

/** Known without asking, so that what is asked next is still part of the live question. */
export const isKnownWhole = (db: CacheDb): boolean => whole.has(db)

export async function readFirstPull(db: CacheDb): Promise<FirstPull> {
  const cursors = await db.cursor.toArray()
  if (cursors.length === 0) return { isWhole: false, share: null }
  if (isUnderWay(cursors)) return { isWhole: false, share: shareOf(cursors) }
  whole.add(db)
  return { isWhole: true, share: 1 }
}

function shareOf(cursors: Cursors): number {
  const heads = cursors.reduce((sum, { at, head }) => sum + (head ?? at), 0)
  return heads > 0 ? cursors.reduce((sum, { at }) => sum + at, 0) / heads : 0
}
