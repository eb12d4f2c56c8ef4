// What waits on this server, as figures: counted by the engine, whatever the tables hold. Asked by
// operations/metrics.ts at each scrape.
import type { Storage } from '../storage/port/storage.ts'

export interface ServerFigures {
  /** Devices in use that said they hold unsent work. */
  devicesWaiting: number
  /** Parked changes that nobody has decided. */
  conflictsOpen: number
  auditLinks: number
}

/** Of one snapshot. */
export const serverFigures = (storage: Pick<Storage, 'read'>): Promise<ServerFigures> =>
  storage.read(async (tx) => ({
    devicesWaiting: await tx.devicesWaiting(),
    conflictsOpen: await tx.openConflicts(),
    auditLinks: await tx.auditLinkCount(),
  }))
