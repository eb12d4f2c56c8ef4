// What this phone carries for others, and what it has handed over of its own.
import Dexie from 'dexie'
import type { CaptureDb } from '../db/captureDb.ts'
import { type HandedOver, readMeta, writeMeta } from '../db/meta.ts'
import type { ImportedFile } from '../db/tables.ts'

export interface Carried extends ImportedFile {
  left: number
}

/** What of a file is still to be forwarded. */
export const framesLeft = (db: CaptureDb, id: string) =>
  db.rescueFrame.where('[file+index]').between([id, Dexie.minKey], [id, Dexie.maxKey])

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

/** Takes it off the list: forwarded, or not for us. The file itself is with whoever gave it. */
export async function putAway(db: CaptureDb, id: string): Promise<void> {
  await db.transaction('rw', db.rescue, db.rescueFrame, async () => {
    await framesLeft(db, id).delete()
    await db.rescue.delete(id)
  })
}

export const readHandedOver = async (db: CaptureDb): Promise<HandedOver | null> =>
  (await readMeta(db, 'handedOver')) ?? null

export const markHandedOver = (db: CaptureDb, handedOver: HandedOver): PromiseLike<unknown> =>
  writeMeta(db, 'handedOver', handedOver)
