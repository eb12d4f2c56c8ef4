// Databases of a phone without a server.
import 'fake-indexeddb/auto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { openCacheDb } from '#client/db/cacheDb.ts'
import { openCaptureDb } from '#client/db/captureDb.ts'
import { sha256 } from '#client/photos/sha256.ts'
import type { PreparedPhoto } from '#client/photos/photoRequest.ts'
import { currentSchema, type NewChange } from '#domain/change.ts'
import type { MemberId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { aJpeg, aReport } from '../../world.ts'

export const me = 'm-worker' as MemberId

export const aCapture = (
  environment = { indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange as never },
) => openCaptureDb(me, () => undefined, environment)
export const aCache = () =>
  openCacheDb(me, () => undefined, { indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange })

export function aChange(more: Partial<NewChange> = {}): NewChange {
  const { id, ...set } = aReport(me)
  return {
    id: newId(Date.now(), crypto),
    by: me,
    at: 1,
    schema: currentSchema,
    t: 'report',
    row: id,
    op: 'create',
    set,
    ...more,
  }
}

export async function aPrepared(seed: number, size = 5000): Promise<PreparedPhoto> {
  const [bytes, thumbBytes] = [aJpeg(seed * 2, size), aJpeg(seed * 2 + 1, 300)]
  const blob = async (data: ArrayBuffer) => ({ hash: await sha256(data), bytes: data.byteLength })
  return {
    bytes,
    thumbBytes,
    ref: { ...(await blob(bytes)), thumb: await blob(thumbBytes), width: 8, height: 8, takenAt: 1 },
  }
}
