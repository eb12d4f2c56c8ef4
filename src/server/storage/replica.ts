// Pulls may be read from a replica of the database, where it has come as far as the phone must see;
// where it has not, or is gone, from the primary. What decides that is asked of the primary, so
// that nobody sees their own work disappear (P10 of the fault matrix).
import type { ClientId, ScopeId } from '#domain/ids.ts'
import type { ReadTx, Storage } from './port/storage.ts'

export interface Floor {
  epoch: string
  install: ClientId
  last: number
  /** The furthest that the primary or the phone has come. */
  heads: ReadonlyMap<ScopeId, number>
}

export interface Replica {
  /** Null where the replica is behind the floor or cannot be read. */
  read<T>(floor: Floor, work: (tx: ReadTx) => Promise<T>): Promise<T | null>
  close(): Promise<void>
}

export async function floorFor(
  primary: ReadTx,
  install: ClientId,
  scopes: readonly ScopeId[],
  cursors: Record<string, number>,
): Promise<Floor> {
  const heads = await primary.heads(scopes)
  for (const scope of scopes) heads.set(scope, Math.max(heads.get(scope) ?? 0, cursors[scope] ?? 0))
  return {
    epoch: await primary.epoch(),
    install,
    last: (await primary.clientLog(install))?.last ?? 0,
    heads,
  }
}

/** One that could not be read is left alone for so long: nobody waits for it at each pull. */
const restMs = 10_000

export function openReplica(storage: Pick<Storage, 'read' | 'close'>): Replica {
  let restUntil = 0
  return {
    read: async (floor, work) => {
      if (Date.now() < restUntil) return null
      return storage
        .read(async (tx) => ((await covers(tx, floor)) ? work(tx) : null))
        .catch(() => {
          restUntil = Date.now() + restMs
          return null
        })
    },
    close: () => storage.close(),
  }
}

async function covers(tx: ReadTx, { epoch, install, last, heads }: Floor): Promise<boolean> {
  if ((await tx.epoch()) !== epoch || ((await tx.clientLog(install))?.last ?? 0) < last)
    return false
  const there = await tx.heads([...heads.keys()])
  return [...heads].every(([scope, head]) => (there.get(scope) ?? 0) >= head)
}
