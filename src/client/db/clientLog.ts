// The client log: the name under which this phone numbers its changes, and the number that is next.
// One fact under two keys of `meta`: a number says nothing without its name, and a new name begins
// at numbers of its own. The name is another one from the moment on at which all is numbered again.
import type { ClientId } from '#domain/ids.ts'
import type { CaptureDb } from './captureDb.ts'
import { type Meta, readMetas, writeMeta } from './meta.ts'

export interface ClientLog {
  /** Absent before the first binding. */
  clientId: ClientId | undefined
  /** Of the change that is saved next; begins at 1. */
  next: number
}

/** The keys, in the order in which `clientLogOf` takes their values. */
export const clientLogKeys = ['install', 'nextN'] as const

export const clientLogOf = (
  install: Meta['install'] | undefined,
  nextN: Meta['nextN'] | undefined,
): ClientLog => ({ clientId: install, next: nextN ?? 1 })

export async function readClientLog(db: CaptureDb): Promise<ClientLog> {
  return clientLogOf(...(await readMetas(db, clientLogKeys)))
}

/** A new name; part of the transaction that numbers what is there. */
export const startClientLog = (
  db: CaptureDb,
  { clientId, next }: { clientId: ClientId; next: number },
): PromiseLike<unknown> =>
  db.meta.bulkPut([
    { key: 'nextN', value: next },
    { key: 'install', value: clientId },
  ])

/** Numbers below `next` are given out; the name stays. */
export const moveNext = (db: CaptureDb, next: number): PromiseLike<unknown> =>
  writeMeta(db, 'nextN', next)

export const isCurrentClientId = async (db: CaptureDb, clientId: string): Promise<boolean> =>
  (await readClientLog(db)).clientId === clientId
