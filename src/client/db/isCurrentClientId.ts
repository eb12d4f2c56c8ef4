// The name under which this phone numbers its changes. It is another one from the moment on at
// which all is numbered again.
import type { CaptureDb } from './captureDb.ts'

export const isCurrentClientId = async (db: CaptureDb, install: string): Promise<boolean> =>
  (await db.meta.get('install'))?.value === install
