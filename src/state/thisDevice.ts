// The device that this page runs on: its storage, its clock, its way to the server.
import { fetchTransport } from '#client/http/transport.ts'
import { watchedDatabases } from '#client/page/leftPage.ts'
import type { Device } from './device.ts'
import { useAppUpdate } from './useAppUpdate.ts'

export const thisDevice = (): Device => ({
  app: __APP_VERSION__,
  transport: fetchTransport,
  environment: {
    local: localStorage,
    indexedDB: watchedDatabases(indexedDB, window, () => location.reload()),
    IDBKeyRange,
    now: () => Date.now(),
    onSuperseded: () => (useAppUpdate().isSuperseded = true),
  },
})
