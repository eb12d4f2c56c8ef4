// A node's way to the database, on which the node can die right before or right after a commit, or
// find the disk full.
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'

export type NodeEnding = 'beforeCommit' | 'afterCommit' | 'diskFull'

export interface Mortal {
  /** Meets this at its next writing transaction. */
  dieAt(ending: NodeEnding): void
  restart(): void
  isDead(): boolean
}

export interface FuzzNode extends Mortal {
  fetch(request: Request): Promise<Response>
}

export class NodeDied extends Error {
  override name = 'NodeDied'
  /** As a database that is gone says it: nothing about the change. */
  readonly code = 'SQLITE_IOERR'
}

export class DiskFull extends Error {
  override name = 'DiskFull'
  readonly code = 'SQLITE_FULL'
}

export function mortalDriver(driver: SqlDriver): SqlDriver & Mortal {
  let next: NodeEnding | null = null
  let isDead = false
  const die = (): never => {
    isDead = true
    throw new NodeDied()
  }
  return {
    dialect: driver.dialect,
    forUpdate: driver.forUpdate,
    dieAt: (ending) => void (next = ending),
    restart: () => {
      next = null
      isDead = false
    },
    isDead: () => isDead,
    read: (work) => (isDead ? die() : driver.read(work)),
    write: async (work) => {
      if (isDead) die()
      const ending = next
      next = null
      const value = await driver.write(async (session) => {
        const done = await work(session)
        if (ending === 'beforeCommit') die()
        if (ending === 'diskFull') throw new DiskFull('database or disk is full')
        return done
      })
      return ending === 'afterCommit' ? die() : value
    },
    close: () => Promise.resolve(),
  }
}
