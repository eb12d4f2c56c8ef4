// Brings a database to the newest shape, one file a step, each in its own transaction and never
// twice.
import { m001Start } from '../migrations/m001Start.ts'
import { m002SecondPlace } from '../migrations/m002SecondPlace.ts'
import { m003Audit } from '../migrations/m003Audit.ts'
import { m004Cases } from '../migrations/m004Cases.ts'
import { m005Incidents } from '../migrations/m005Incidents.ts'
import { m006Staging } from '../migrations/m006Staging.ts'
import { m007Guards } from '../migrations/m007Guards.ts'
import { m008Outcomes } from '../migrations/m008Outcomes.ts'
import { m009Enrolments } from '../migrations/m009Enrolments.ts'
import { m010Writers } from '../migrations/m010Writers.ts'
import { m011Rhythms } from '../migrations/m011Rhythms.ts'
import { m012Seals } from '../migrations/m012Seals.ts'
import { m013Ledger } from '../migrations/m013Ledger.ts'
import { m014ReadModel } from '../migrations/m014ReadModel.ts'
import { codeOf } from '../port/engineTrouble.ts'
import type { SqlDriver, SqlSession } from './sqlDriver.ts'

interface Migration {
  name: string
  statements: readonly string[]
  /** What no statement that every engine knows can do. */
  work?: (session: SqlSession) => Promise<void>
}

export const migrations: readonly Migration[] = [
  m001Start,
  m002SecondPlace,
  m003Audit,
  m004Cases,
  m005Incidents,
  m006Staging,
  m007Guards,
  m008Outcomes,
  m009Enrolments,
  m010Writers,
  m011Rhythms,
  m012Seals,
  m013Ledger,
  m014ReadModel,
]

/** False for a database that nothing was ever made in. */
export const hasSchema = (driver: SqlDriver): Promise<boolean> =>
  driver
    .read((session) => session.all('SELECT name FROM migration LIMIT 1'))
    .then(
      (names) => names.length > 0,
      (error: unknown) => {
        const { code, message } = error as Error & { code?: string }
        if (code === '42P01' || /no such table/.test(message)) return false
        throw error
      },
    )

export async function migrate(driver: SqlDriver): Promise<void> {
  await driver.write((session) =>
    session.run('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)'),
  )
  await driver.write((session) =>
    session.run('INSERT INTO migration (name) VALUES (?) ON CONFLICT (name) DO NOTHING', [lockRow]),
  )
  for (const migration of migrations) {
    await oneNodeAtATime(driver, async (session) => {
      const done = await session.all('SELECT name FROM migration WHERE name = ?', [migration.name])
      if (done.length > 0) return
      for (const statement of migration.statements) await session.run(statement)
      await migration.work?.(session)
      await session.run('INSERT INTO migration (name) VALUES (?)', [migration.name])
    })
  }
}

const lockRow = '000-lock'

/**
 * How often the other node is waited for, some fifteen seconds each time: a first run takes a while
 * on a slow machine.
 */
const patience = 8
const lockNotHad = '55P03'

/**
 * Work on the whole database that two nodes starting at once must not do twice: migrations, the
 * session library's tables, the first run.
 */
export async function oneNodeAtATime<T>(
  driver: SqlDriver,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  for (let waits = 1; ; waits++) {
    try {
      return await driver.write(async (session) => {
        await session.first(`SELECT name FROM migration WHERE name = ?${driver.forUpdate}`, [
          lockRow,
        ])
        return work(session)
      })
    } catch (error) {
      if (codeOf(error) !== lockNotHad || waits === patience) throw error
    }
  }
}
