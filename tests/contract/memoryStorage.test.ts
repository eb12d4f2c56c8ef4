import { migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { type Opened, storageContract } from './storageContract.ts'

/** Nothing outlives its connection, so opening it again is looking at it anew. */
async function openMemory(): Promise<Opened> {
  const driver = openSqlite(':memory:')
  const open = async () => {
    await migrate(driver)
    return openStorage(driver, () => `epoch-${Math.random()}`)
  }
  const storage = await open()
  return { storage, reopen: open, discard: () => storage.close() }
}

storageContract('SQLite in memory', openMemory)
