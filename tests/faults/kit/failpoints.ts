// An engine with a trap in it: wraps a real driver and strikes at a named moment of the next
// transaction that takes work in. Only the tests' own entry (nodeMain.ts) knows of it; the server
// has no back upstream.
import type { SqlDriver, SqlSession, SqlValue } from '#server/storage/sql/sqlDriver.ts'

/** A change that says this ends the process, each time it is about to be applied. */
export const poison = 'this note ends the process'

export type Failpoint =
  'poison' | 'beforeCommit' | 'afterCommit' | 'serializationFailure' | 'diskFull'

/** Changes of phones go to the journal; an import of the plan leaves a row of its own. */
const isWorkTaken = (sql: string, values: readonly SqlValue[] = []): boolean =>
  /^INSERT INTO journal\b/.test(sql) ||
  (/^INSERT INTO row_state\b/.test(sql) && values.includes('planImport'))

export interface TrappedDriver extends SqlDriver {
  /** The next `times` transactions that take work in are struck. */
  arm(failpoint: Failpoint, times?: number): void
}

/** @param strike what happens at `beforeCommit` and `afterCommit`: the process dies, or freezes. */
export function trapped(
  driver: SqlDriver,
  strike: (at: Failpoint) => Promise<void> | void,
): TrappedDriver {
  let armed: Failpoint | null = null
  let left = 0
  const isStruck = (at: Failpoint, isWork: boolean): boolean => isWork && armed === at && left-- > 0

  return {
    ...driver,
    arm: (failpoint, times = 1) => {
      armed = failpoint
      left = times
    },
    write: async (work) => {
      let isWork = false
      const value = await driver.write(async (session) => {
        const watched: SqlSession = {
          ...session,
          run: async (sql, values) => {
            if (
              /^INSERT INTO row_/.test(sql) &&
              values?.some((value) => String(value).includes(poison))
            )
              await strike('poison')
            if (isWorkTaken(sql, values)) {
              isWork = true
              if (isStruck('serializationFailure', true))
                throw Object.assign(new Error('could not serialize access'), { code: '40001' })
              if (isStruck('diskFull', true))
                throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
            }
            return session.run(sql, values)
          },
        }
        const done = await work(watched)
        // The inserts are flushed inside `work`, before this line.
        if (isStruck('beforeCommit', isWork)) await strike('beforeCommit')
        return done
      })
      if (isStruck('afterCommit', isWork)) await strike('afterCommit')
      return value
    },
  }
}
