// Lets the session library (better-auth, through kysely) speak to our own SqlDriver, one statement
// a turn. A second connection would have to wait for the storage's writer by blocking this thread,
// and that writer could then never end its turn.
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { SqlDriver, SqlValue } from '../storage/sql/sqlDriver.ts'

const isReading = ({ query, sql }: CompiledQuery): boolean =>
  SelectQueryNode.is(query) || /^\s*(select|pragma)\b/i.test(sql)
const isReturning = ({ sql }: CompiledQuery): boolean => /\breturning\b/i.test(sql)

function connectionOn(driver: SqlDriver): DatabaseConnection {
  return {
    async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
      const { sql } = compiled
      const values = compiled.parameters as readonly SqlValue[]
      if (isReading(compiled))
        return { rows: await driver.read((session) => session.all<R>(sql, values)) }
      if (isReturning(compiled))
        return { rows: await driver.write((session) => session.all<R>(sql, values)) }
      return {
        rows: [],
        numAffectedRows: BigInt(await driver.write((session) => session.alter(sql, values))),
      }
    },
    streamQuery: () => {
      throw new Error('sessions are never streamed')
    },
  }
}

const words = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgres: {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
} as const satisfies Record<SqlDriver['dialect'], Omit<Dialect, 'createDriver'>>

/** No transactions: each statement is its own, and the library is told so. */
export function sqlDialect(driver: SqlDriver): Dialect {
  const connection = connectionOn(driver)
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('sessions are written statement by statement'))
  return {
    ...words[driver.dialect],
    createDriver: () => ({
      init: () => Promise.resolve(),
      acquireConnection: () => Promise.resolve(connection),
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: () => Promise.resolve(),
      destroy: () => Promise.resolve(),
    }),
  }
}
