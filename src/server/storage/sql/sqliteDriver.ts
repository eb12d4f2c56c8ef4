// SQLite in the process: WAL, synchronous=FULL (an acknowledged change survives a power cut), one
// writer, one reader connection. In memory (`:memory:`, for tests) one connection is both, so that
// readers wait for the writer.
import Database from 'libsql'
import { rollBack } from './rollBack.ts'
import { sharedCommit } from './sharedCommit.ts'
import type { SqlDriver, SqlSession, SqlValue } from './sqlDriver.ts'

type Connection = InstanceType<typeof Database>
type Bound = string | number | null
/** The part of a prepared statement that is used; its own types forbid a list of unknown length. */
interface Statement {
  all(...values: Bound[]): unknown[]
  get(...values: Bound[]): unknown
  run(...values: Bound[]): { changes: number }
}

/** Turns calls into a queue: the next one starts when the one before has ended. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = tail.then(work, work)
    tail = turn.catch(() => undefined)
    return turn
  }
}

/** A list goes in as one JSON text (`json_each`). */
const bound = (values: readonly SqlValue[]): Bound[] =>
  values.map((value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  )

function sessionOn(connection: Connection): SqlSession {
  const prepared = new Map<string, Statement>()
  const statement = (sql: string): Statement => {
    let known = prepared.get(sql)
    if (!known) prepared.set(sql, (known = connection.prepare(sql) as unknown as Statement))
    return known
  }
  return {
    isAnyOf: 'IN (SELECT value FROM json_each(?))',
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    all: async <R>(sql: string, values: readonly SqlValue[] = []) =>
      statement(sql).all(...bound(values)) as R[],
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    first: async <R>(sql: string, values: readonly SqlValue[] = []) =>
      statement(sql).get(...bound(values)) as R | undefined,
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    run: async (sql: string, values: readonly SqlValue[] = []) =>
      void statement(sql).run(...bound(values)),
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    alter: async (sql: string, values: readonly SqlValue[] = []) =>
      statement(sql).run(...bound(values)).changes,
  }
}

export function openSqlite(file: string): SqlDriver & { readonly connection: Connection } {
  const open = (): Connection => {
    const connection = new Database(file)
    connection.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 8000;
       PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;`,
    )
    return connection
  }
  const writer = open()
  const reader = file === ':memory:' ? writer : open()
  const writing = sessionOn(writer)
  const reading = reader === writer ? writing : sessionOn(reader)
  const inWriteTurn = oneAtATime()
  const inReadTurn = reader === writer ? inWriteTurn : oneAtATime()
  const writeShared = sharedCommit(writer, inWriteTurn)

  const readWithin = async <T>(work: (session: SqlSession) => Promise<T>): Promise<T> => {
    reader.exec('BEGIN')
    try {
      const value = await work(reading)
      reader.exec('COMMIT')
      return value
    } catch (error) {
      rollBack(reader)
      throw error
    }
  }

  return {
    connection: writer,
    dialect: 'sqlite',
    forUpdate: '',
    write: (work) => writeShared(() => work(writing)),
    read: (work) => inReadTurn(() => readWithin(work)),
    close: async () => {
      if (reader !== writer) await inReadTurn(async () => Promise.resolve(reader.close()))
      await inWriteTurn(async () => {
        // The file alone is the whole database then: operators copy that, and no more. A failing
        // disk must not keep the rest from ending.
        try {
          writer.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } catch {
          // Everything stays in the -wal file.
        }
        return Promise.resolve(writer.close())
      })
    },
  }
}
