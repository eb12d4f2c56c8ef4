// The whole database as rows in memory: the backup of a story, and the morning every story begins
// with.
import type { SqlDriver, SqlSession, SqlValue } from '#server/storage/sql/sqlDriver.ts'

export type TableCopy = ReadonlyMap<string, readonly Record<string, SqlValue>[]>

/** Taken once, so that this works alike on every engine. */
const tablesOf = new WeakMap<SqlDriver, Promise<string[]>>()

async function readNames(driver: SqlDriver): Promise<string[]> {
  const catalogue =
    driver.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' AND name NOT LIKE 'sqlite_%'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name <> 'migration'"
  return (await driver.read((session) => session.all<{ name: string }>(catalogue))).map(
    ({ name }) => name,
  )
}

function tables(driver: SqlDriver): Promise<string[]> {
  const known = tablesOf.get(driver) ?? readNames(driver)
  tablesOf.set(driver, known)
  return known
}

export async function copyTables(driver: SqlDriver): Promise<TableCopy> {
  const names = await tables(driver)
  return driver.read(async (session) => {
    const copy = new Map<string, Record<string, SqlValue>[]>()
    for (const name of names) copy.set(name, await session.all(`SELECT * FROM ${name}`))
    return copy
  })
}

export async function putTablesBack(driver: SqlDriver, copy: TableCopy): Promise<void> {
  const names = await tables(driver)
  await driver.write(async (session) => {
    for (const name of names) {
      await session.run(`DELETE FROM ${name}`)
      await insertRows(session, name, copy.get(name) ?? [])
    }
  })
}

const rowsPerStatement = 20

async function insertRows(
  session: SqlSession,
  name: string,
  rows: readonly Record<string, SqlValue>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const one = `(${columns.map(() => '?').join(', ')})`
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const part = rows.slice(at, at + rowsPerStatement)
    await session.run(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES ${part.map(() => one).join(', ')}`,
      part.flatMap((row) => columns.map((column) => row[column] ?? null)),
    )
  }
}
