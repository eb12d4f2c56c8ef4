// What this phone carries for others, and what it has handed over of its own.
import type { Instant } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { framesLeft } from './forwardRescued.ts'
import type { ImportedFile } from '../db/tables.ts'

export interface Carried extends ImportedFile {
  left: number
}

/** Newest first. */
export async function carriedFiles(db: CaptureDb): Promise<Carried[]> {
  const files = await db.rescue.toArray()
  const carried = await Promise.all(
    files.map(async (each) => ({
      ...each,
      left: each.doneAt ? 0 : await framesLeft(db, each.id).count(),
    })),
  )
  return carried.sort((a, b) => b.takenAt - a.takenAt)
}

/** Takes it off the list: passed on, or not for us. The file itself is with whoever gave it. */
export async function putAway(db: CaptureDb, id: string): Promise<void> {
  await db.transaction('rw', db.rescue, db.rescueFrame, async () => {
    await framesLeft(db, id).delete()
    await db.rescue.delete(id)
  })
}

/**
 * The unsent work of this phone went into a file, which somebody else has now. Everything stays
 * here all the same.
 */
export interface HandedOver {
  at: Instant
  changes: number
  photos: number
}

const key = 'handedOver'

export const readHandedOver = async (db: CaptureDb): Promise<HandedOver | null> =>
  ((await db.meta.get(key))?.value as HandedOver | undefined) ?? null

export const markHandedOver = (db: CaptureDb, handedOver: HandedOver): Promise<unknown> =>
  db.meta.put({ key, value: handedOver })
