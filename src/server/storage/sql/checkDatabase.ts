// At the start a database file is looked through for damage before anything is read from it or
// written to it.
import { stat } from 'node:fs/promises'
import { codeOf, troubleOf } from '../port/engineTrouble.ts'
import { openDriver } from './openDriver.ts'
import type { SqlDriver } from './sqlDriver.ts'

/**
 * A whole file of this size takes about a second; a larger one is read whole by the daily copy in
 * the backup, and damage is met on the way.
 */
export const wholeCheckBytes = 256 * 1024 * 1024

export class DamagedDatabase extends Error {}

export const whatToDo =
  'Writing has stopped, and phones keep everything. Stop the server, put the database file and its -wal file aside, and run: ' +
  'restore --new-epoch --second-place <where>. Without a backup put the newest copy you have in its stead, and start again.'

/** Opens what the operator asked for, and a file only where it is sound. */
export async function openSound(options: Parameters<typeof openDriver>[0]): Promise<SqlDriver> {
  if (options.postgresUrl) return openDriver(options)
  const size = await stat(options.databaseFile).then(
    (found) => found.size,
    () => 0,
  )
  let driver: SqlDriver | undefined
  try {
    driver = await openDriver(options)
    await look(driver, size)
    return driver
  } catch (error) {
    await driver?.close()
    if (troubleOf(error) !== 'damaged') throw error
    throw new DamagedDatabase(`the database is damaged (${codeOf(error)}). ${whatToDo}`, {
      cause: error,
    })
  }
}

async function look(driver: SqlDriver, size: number): Promise<void> {
  if (size > wholeCheckBytes)
    return void (await driver.read((session) => session.all('SELECT name FROM sqlite_master')))
  const found = await driver.read((session) =>
    session.first<{ quick_check: string }>('PRAGMA quick_check(1)'),
  )
  if (found?.quick_check !== 'ok')
    throw Object.assign(new Error(found?.quick_check ?? 'no answer'), { code: 'SQLITE_CORRUPT' })
}
