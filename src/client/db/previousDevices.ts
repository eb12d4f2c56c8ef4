// Credentials this phone had before it was bound anew. Their unsent work goes out under the new
// one; the server is told, once nothing is left, so that it stops missing what the old credential
// last said was waiting.
import type { CaptureDb } from './captureDb.ts'
import { deleteMeta, type DeviceCredential, readMeta, writeMeta } from './meta.ts'

const key = 'formerDevices'
const most = 5

export const previousDevices = async (db: CaptureDb): Promise<DeviceCredential[]> =>
  (await readMeta(db, key)) ?? []

/** Call it before the new grant is written. */
export async function rememberPreviousDevice(db: CaptureDb): Promise<void> {
  const before = await readMeta(db, 'grant')
  if (before)
    await writeMeta(db, key, [before.device, ...(await previousDevices(db))].slice(0, most))
}

/** Those that the server has been told of; one that was remembered meanwhile stays. */
export const forgetPreviousDevices = (
  db: CaptureDb,
  told: readonly DeviceCredential[],
): Promise<unknown> =>
  db.transaction('rw', db.meta, async () => {
    const left = (await previousDevices(db)).filter(
      ({ id }) => !told.some((each) => each.id === id),
    )
    await (left.length > 0 ? writeMeta(db, key, left) : deleteMeta(db, key))
  })
