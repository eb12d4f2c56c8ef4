// What an SQL engine must offer so that storage/sqlStorage.ts can stand on it. Placeholders are `?`.

export type SqlValue = string | number | null

export interface SqlSession {
  all<R>(sql: string, values?: readonly SqlValue[]): Promise<R[]>
  /** The first row, if there is one. */
  first<R>(sql: string, values?: readonly SqlValue[]): Promise<R | undefined>
  run(sql: string, values?: readonly SqlValue[]): Promise<void>
}

export interface SqlDriver {
  /** One writing transaction; rolled back when `work` throws. */
  write<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /** One reading transaction on one snapshot. */
  read<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /** Appended to a SELECT that must hold its rows until the end; empty where the engine has one writer anyway. */
  readonly forUpdate: string
  close(): Promise<void>
}
