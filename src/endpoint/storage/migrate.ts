// Brings a database to the newest shape, one file a step, each in its own transaction and never twice.
import { m001Start } from './migrations/m001Start.ts'
import type { SqlDriver } from './sqlDriver.ts'

const migrations = [m001Start] as const

export async function migrate(driver: SqlDriver): Promise<void> {
  await driver.write((session) => session.run('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)'))
  for (const migration of migrations) {
    await driver.write(async (session) => {
      const done = await session.all('SELECT name FROM migration WHERE name = ?', [migration.name])
      if (done.length > 0) return
      for (const statement of migration.statements) await session.run(statement)
      await session.run('INSERT INTO migration (name) VALUES (?)', [migration.name])
    })
  }
}
