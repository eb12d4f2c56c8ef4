// The engine under a node, by its address: a file for SQLite, a `postgres://` address for
// PostgreSQL.
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'

export const openEngine = (address: string): SqlDriver =>
  address.startsWith('postgres:') ? openPostgres({ url: address }) : openSqlite(address)
