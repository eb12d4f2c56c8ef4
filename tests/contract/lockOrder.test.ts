import { expect, it } from 'vitest'
import type { ScopeId } from '#domain/ids.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'

it('scopes are locked in one order, however they are named, and each once', async () => {
  const driver = openSqlite(':memory:')
  await migrate(driver)
  const locked: unknown[] = []
  const heard: SqlDriver = {
    ...driver,
    write: (work) =>
      driver.write((session) =>
        work({
          ...session,
          first: (sql, values = []) => {
            if (sql.startsWith('SELECT head FROM scope')) locked.push(values[0])
            return session.first(sql, values)
          },
        }),
      ),
  }
  const storage = await openStorage(heard, () => 'epoch')
  await storage.write((tx) => tx.lockScopes(['u', 's', 't', 's'] as ScopeId[]))
  await storage.close()
  expect(locked).toEqual(['s', 't', 'u'])
})
