import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { aRow, type Opened, put, storageContract } from './storageContract.ts'

async function openFile(): Promise<Opened & { driver: () => SqlDriver }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-contract-'))
  const open = async () => {
    const driver = openSqlite(join(folder, 'gridwalk.db'))
    await migrate(driver)
    return { driver, storage: await openStorage(driver, () => `epoch-${Math.random()}`) }
  }
  let { driver, storage } = await open()
  return {
    driver: () => driver,
    storage,
    reopen: async () => {
      await storage.close()
      ;({ driver, storage } = await open())
      return storage
    },
    discard: async () => {
      await storage.close()
      await rm(folder, { recursive: true })
    },
  }
}

storageContract('SQLite', openFile)

it('SQLite writes ahead and syncs fully on every connection, also when opened again', async () => {
  const opened = await openFile()
  for (const isAgain of [false, true]) {
    if (isAgain) await opened.reopen()
    const driver = opened.driver()
    for (const ask of [driver.write, driver.read]) {
      const facts = await ask(async (session) => [
        await session.all('PRAGMA journal_mode'),
        await session.all('PRAGMA synchronous'),
      ])
      expect(facts).toEqual([[{ journal_mode: 'wal' }], [{ synchronous: 2 }]])
    }
  }
  await opened.discard()
})

it('SQLite on a file does not let a reader wait for the writer', async () => {
  const opened = await openFile()
  await opened.storage.write(async (tx) => {
    await put(tx, aRow('a'), ['s'])
    expect(await opened.storage.read((outside) => outside.row('report', 'a'))).toBeUndefined()
  })
  await opened.discard()
})
