// The engine the operator asked for: a file in the process, or PostgreSQL beside it.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Options } from '../../settings/options.ts'
import { guardDriver } from './guardDriver.ts'
import { openPostgres } from './postgresDriver.ts'
import type { SqlDriver } from './sqlDriver.ts'
import { openSqlite } from './sqliteDriver.ts'

export async function openDriver({
  databaseFile,
  postgresUrl,
  poolSize,
}: Pick<Options, 'databaseFile' | 'postgresUrl' | 'poolSize'>): Promise<SqlDriver> {
  if (postgresUrl) return guardDriver(openPostgres({ url: postgresUrl, poolSize }))
  await mkdir(dirname(databaseFile), { recursive: true })
  return guardDriver(openSqlite(databaseFile))
}
