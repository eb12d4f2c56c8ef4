import { migrate } from '#server/storage/sql/migrate.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { aDatabase } from '../aPostgres.ts'
import { type Opened, storageContract } from './storageContract.ts'

async function openDatabase(): Promise<Opened> {
  const { url, drop } = await aDatabase()
  const open = async () => {
    const driver = openPostgres({ url })
    await migrate(driver)
    return openStorage(driver, () => `epoch-${Math.random()}`)
  }
  let storage = await open()
  return {
    storage,
    reopen: async () => {
      await storage.close()
      return (storage = await open())
    },
    discard: async () => {
      await storage.close()
      await drop()
    },
  }
}

storageContract('PostgreSQL', openDatabase)
