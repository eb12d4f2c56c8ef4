// Opens the database of a data folder, sound and with every table of this release. Asked by
// openServer.ts, before anything else is made there.
import { stat } from 'node:fs/promises'
import type { Options } from '../settings/options.ts'
import { openSound } from '../storage/sql/checkDatabase.ts'
import { hasSchema, migrate } from '../storage/sql/migrate.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import { refuseRemains, remainsIn } from './dataFolder.ts'

type Wishes = Pick<Options, 'dataFolder' | 'databaseFile' | 'postgresUrl' | 'poolSize'>

/** Throws RemainsFound where an earlier life left something but its database. */
export async function openDatabase(wishes: Wishes): Promise<SqlDriver> {
  const remains = wishes.postgresUrl ? [] : await remainsIn(wishes)
  // An empty file would make the engine throw away the -wal beside it.
  if (!wishes.postgresUrl && (await sizeOf(wishes.databaseFile)) === 0)
    refuseRemains(wishes, remains)
  const driver = await openSound(wishes)
  if (remains.length > 0 && !(await hasSchema(driver))) {
    await driver.close()
    refuseRemains(wishes, remains)
  }
  await migrate(driver)
  return driver
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )
