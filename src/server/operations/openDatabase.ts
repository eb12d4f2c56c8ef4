// Opens the database of a data folder, sound and with every table of this release. Asked by
// openServer.ts, before anything else is made there.
import { stat } from 'node:fs/promises'
import type { Options } from '../settings/options.ts'
import { openSound } from '../storage/sql/checkDatabase.ts'
import { hasSchema, migrate } from '../storage/sql/migrate.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import { refuseRemains, remainsIn } from './dataFolder.ts'

type DatabaseOptions = Pick<Options, 'dataFolder' | 'databaseFile' | 'postgresUrl' | 'poolSize'>

/** Throws RemainsFound where an earlier life left something but its database. */
export async function openDatabase(options: DatabaseOptions): Promise<SqlDriver> {
  const remains = options.postgresUrl ? [] : await remainsIn(options)
  // An empty file would make the engine throw away the -wal beside it.
  if (!options.postgresUrl && (await sizeOf(options.databaseFile)) === 0)
    refuseRemains(options, remains)
  const driver = await openSound(options)
  if (remains.length > 0 && !(await hasSchema(driver))) {
    await driver.close()
    refuseRemains(options, remains)
  }
  await migrate(driver)
  return driver
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )
