// Credentials this phone had before it was bound anew. Their unsent work goes out under the new one; the endpoint is told, once nothing is left,
// so that it stops missing what the old credential last said was waiting.
import type { CaptureDb } from './captureDb.ts'

export interface DeviceCredential {
  id: string
  secret: string
}

const key = 'formerDevices'
const most = 5

export const formerDevices = async (db: CaptureDb): Promise<DeviceCredential[]> => ((await db.meta.get(key))?.value as DeviceCredential[] | undefined) ?? []

/** Call it before the new grant is written. */
export async function rememberFormer(db: CaptureDb): Promise<void> {
  const before = (await db.meta.get('grant'))?.value as { device: DeviceCredential } | undefined
  if (before) await db.meta.put({ key, value: [before.device, ...(await formerDevices(db))].slice(0, most) })
}

export const forgetFormer = (db: CaptureDb): Promise<unknown> => db.meta.delete(key)
