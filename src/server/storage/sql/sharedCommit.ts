// One commit for all writers of SQLite that wait at the same moment: the disk is waited for once,
// not once for each. Each works in a savepoint, after the one before it, and is rolled back alone;
// none hears anything before all of it is on disk. Handed work by: sqliteDriver.ts.
import type Database from 'libsql'
import AsyncDatabase from 'libsql/promise'
import { isInTransaction, rollBack } from './rollBack.ts'

type Connection = InstanceType<typeof Database>

interface Waiting {
  run(): Promise<unknown>
  committed(): void
  failed(error: unknown): void
}

/** Who comes later than this after the first one waits for the next commit. */
const shareMs = 40

/** On a thread of the engine: this one goes on hearing and reading while the disk is waited for. */
const commit = (connection: Connection): Promise<unknown> =>
  AsyncDatabase.prototype.exec.call(connection, 'COMMIT') as Promise<unknown>

/** @param inTurn runs one piece of work at a time on this connection. */
export function sharedCommit(
  connection: Connection,
  inTurn: (work: () => Promise<void>) => Promise<void>,
): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: Waiting[] = []

  /** How it ended, once it is kept or undone alone; throws where only all of it can be undone. */
  const inSavepoint = async <T>(work: () => Promise<T>): Promise<PromiseSettledResult<T>> => {
    connection.exec('SAVEPOINT one')
    const [result] = await Promise.allSettled([work()])
    const hasFailed = result.status === 'rejected'
    // A full disk has rolled back all of it already; its own error is the one to tell.
    if (hasFailed && !isInTransaction(connection)) throw result.reason
    connection.exec(hasFailed ? 'ROLLBACK TO one; RELEASE one' : 'RELEASE one')
    return result
  }

  const commitTogether = async (): Promise<void> => {
    const sharing: Waiting[] = []
    const until = performance.now() + shareMs
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (sharing.push(next) === 1) {
          rollBack(connection)
          connection.exec('BEGIN IMMEDIATE')
        }
        await next.run()
        if (performance.now() > until) break
      }
      if (sharing.length > 0) await commit(connection)
      for (const each of sharing) each.committed()
    } catch (error) {
      for (const each of sharing) each.failed(error)
      try {
        rollBack(connection)
      } catch {
        // Before the next one begins.
      }
    }
  }

  return <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: PromiseSettledResult<T>
      waiting.push({
        run: async () => void (result = await inSavepoint(work)),
        // Also what failed may have failed for what others wrote before it: it is told when that
        // is on disk.
        committed: () =>
          result.status === 'fulfilled' ? resolve(result.value) : reject(result.reason as Error),
        failed: reject,
      })
      void inTurn(commitTogether)
    })
}
