// What an SQL engine must offer so that storage/sql/sqlStorage.ts can stand on it. Placeholders are
// `?`.

/**
 * A list is one value: a text with a mark for each of its members would be another text for each
 * length, kept by the engine for good.
 */
export type SqlValue = string | number | null | readonly string[]

/**
 * What is asked before the answer to what was asked earlier is carried out after it, in order; once
 * one has failed, so does everything after it where a transaction cannot go on.
 */
export interface SqlSession {
  /** After a column: whether it is one of the list that stands for the mark in it. */
  readonly isAnyOf: string
  all<R>(sql: string, values?: readonly SqlValue[]): Promise<R[]>
  /** The first row, if there is one. */
  first<R>(sql: string, values?: readonly SqlValue[]): Promise<R | undefined>
  run(sql: string, values?: readonly SqlValue[]): Promise<void>
  /** Runs it and tells how many rows were altered. */
  alter(sql: string, values?: readonly SqlValue[]): Promise<number>
}

export interface SqlDriver {
  readonly dialect: 'sqlite' | 'postgres'
  /**
   * One writing transaction; rolled back when `work` throws, and begun anew where the engine asks
   * for that.
   */
  write<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /** One reading transaction on one snapshot. */
  read<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /**
   * Appended to a SELECT that must hold its rows until the end; empty where the engine has one
   * writer anyway.
   */
  readonly forUpdate: string
  close(): Promise<void>
}

/**
 * The same engine inside a transaction under way: what is asked of it happens with that
 * transaction, or not at all.
 */
export const driverWithin = (driver: SqlDriver, session: SqlSession): SqlDriver => ({
  dialect: driver.dialect,
  forUpdate: driver.forUpdate,
  write: (work) => work(session),
  read: (work) => work(session),
  close: () => Promise.resolve(),
})
