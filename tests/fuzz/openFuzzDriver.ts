// Which engine a fuzz run stands on. FUZZ_STORAGE: empty is SQLite in memory, `file` is SQLite on
// disk, `postgres` a PostgreSQL of its own.
import { join } from 'node:path'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { aDatabase } from '../aPostgres.ts'

export async function openFuzzDriver(
  folder: string,
): Promise<{ driver: SqlDriver; drop: () => Promise<void> }> {
  const engine = process.env.FUZZ_STORAGE ?? ''
  const nothing = (): Promise<void> => Promise.resolve()
  if (engine === '') return { driver: openSqlite(':memory:'), drop: nothing }
  if (engine === 'file') return { driver: openSqlite(join(folder, 'gridwalk.db')), drop: nothing }
  if (engine !== 'postgres')
    throw new Error(`FUZZ_STORAGE is "${engine}"; it may be empty, "file" or "postgres"`)
  const { url, drop } = await aDatabase()
  return { driver: openPostgres({ url }), drop }
}
