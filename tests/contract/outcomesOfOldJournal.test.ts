import { expect, it } from 'vitest'
import { migrations, migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'

const parked = (code: string) => ({ s: 'parked', fault: { code } })

it('a database from before outcomes finds that of each change in its journal: content before envelope, applied before parked, then the first', async () => {
  const driver = openSqlite(':memory:')
  await driver.write(async (session) => {
    await session.run('CREATE TABLE migration (name TEXT PRIMARY KEY)')
    for (const migration of migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === '008-outcomes'),
    )) {
      for (const statement of migration.statements) await session.run(statement)
      await session.run('INSERT INTO migration (name) VALUES (?)', [migration.name])
    }
    const journal = (install: string, id: string, body: object, result: object, at: number) =>
      session.run(
        'INSERT INTO journal (install, n, change_id, hash, body, result, received_at, member_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [
          install,
          at,
          id,
          `hash of ${install}`,
          JSON.stringify({ id, n: at, ...body }),
          JSON.stringify({ n: at, ...result }),
          at,
          'm',
        ],
      )
    const content = { op: 'patch', row: 'r' }
    await journal('bare', 'c-1', {}, parked('heldBack'), 1)
    await journal('whole', 'c-1', content, { s: 'applied', rowV: 2 }, 2)
    await journal('twice', 'c-1', content, { s: 'merged', rowV: 4 }, 3)
    await journal('bare', 'c-2', {}, parked('heldBack'), 4)
    await journal('parked', 'c-3', content, parked('idTaken'), 5)
    await journal('whole', 'c-3', content, { s: 'applied', rowV: 1 }, 6)
    await journal('bare', 'c-4', {}, parked('heldBack'), 7)
    await journal('parked', 'c-4', content, parked('notAllowed'), 8)
  })
  await migrate(driver)
  const storage = await openStorage(driver, () => 'epoch')
  const outcomes = await storage.read((tx) => tx.outcomesOf(['c-1', 'c-2', 'c-3', 'c-4']))
  expect(
    [...outcomes.values()]
      .map(({ changeId, install, isBare, result }) => [changeId, install, isBare, result.s])
      .sort(),
  ).toEqual([
    ['c-1', 'whole', false, 'applied'],
    ['c-2', 'bare', true, 'parked'],
    ['c-3', 'whole', false, 'applied'],
    ['c-4', 'parked', false, 'parked'],
  ])
  await storage.close()
})
