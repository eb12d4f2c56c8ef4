// The database under the tests' servers: SQLite on a file, or, where the project `postgres` of
// the runner says so, PostgreSQL under the file's name.
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { aDatabase, type Database } from './aPostgres.ts'

const databases = new Map<string, Promise<Database>>()

export async function openEngine(file: string): Promise<SqlDriver> {
  if (process.env['GRIDWALK_TEST_ENGINE'] !== 'postgres') return openSqlite(file)
  if (!databases.has(file)) databases.set(file, aDatabase())
  return openPostgres({ url: (await databases.get(file)!).url })
}

/** What an operator would say to open the same database, e.g. for a command. */
export async function engineOptions(
  file: string,
): Promise<{ databaseFile: string; postgresUrl?: string }> {
  if (process.env['GRIDWALK_TEST_ENGINE'] !== 'postgres') return { databaseFile: file }
  if (!databases.has(file)) databases.set(file, aDatabase())
  return { databaseFile: '', postgresUrl: (await databases.get(file)!).url }
}

/** Once it is closed for good. */
export async function discardEngine(file: string): Promise<void> {
  await (await databases.get(file))?.drop()
  databases.delete(file)
}
