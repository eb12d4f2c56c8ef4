// What is particular to PostgreSQL: many connections that get into each other's way, freeze, or are
// cut.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { codeOf, isOfTheEngine } from '#server/storage/port/engineTrouble.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { aDatabase, aPostgres, type Database } from '../aPostgres.ts'

let database: Database
let driver: SqlDriver
beforeAll(async () => {
  database = await aDatabase()
  driver = openPostgres({ url: database.url, lockMs: 300, idleInTransactionMs: 600 })
  await driver.write((session) =>
    session.run('CREATE TABLE counter (id TEXT PRIMARY KEY, value BIGINT NOT NULL)'),
  )
})
beforeEach(() =>
  driver.write(async (session) => {
    await session.run('DELETE FROM counter')
    for (const id of ['a', 'b'])
      await session.run('INSERT INTO counter (id, value) VALUES (?, ?)', [id, 2 ** 53 - 1])
  }),
)
afterAll(async () => {
  await driver.close()
  await database.drop()
})

const hold = 'SELECT value FROM counter WHERE id = ? FOR UPDATE'

it('large numbers come back as numbers, exactly', async () => {
  const rows = await driver.read((session) =>
    session.all('SELECT id, value FROM counter WHERE id = ? AND value > ?', ['a', 5]),
  )
  expect(rows).toEqual([{ id: 'a', value: 2 ** 53 - 1 }])
})

it('tells how many rows were altered', async () => {
  expect(
    await driver.write((session) =>
      session.alter('UPDATE counter SET value = ? WHERE value > ?', [1, 5]),
    ),
  ).toBe(2)
  expect(
    await driver.write((session) =>
      session.alter('UPDATE counter SET value = ? WHERE value > ?', [1, 5]),
    ),
  ).toBe(0)
})

it('what is asked without waiting is carried out in order, and the first that failed is told', async () => {
  const seen = await driver.write((session) =>
    Promise.all([
      session.alter('UPDATE counter SET value = ? WHERE id = ?', [1, 'a']),
      session.alter('UPDATE counter SET value = value + 1 WHERE value = ?', [1]),
      session.first<{ value: number }>('SELECT value FROM counter WHERE id = ?', ['a']),
    ]),
  )
  expect(seen).toEqual([1, 1, { value: 2 }])
  const error = await driver
    .write(async (session) => {
      const asked = [
        session.run('UPDATE counter SET value = 3'),
        session.run('INSERT INTO counter (id, value) VALUES (?, ?)', ['c', null]),
        session.run('UPDATE counter SET value = 4'),
      ]
      await Promise.allSettled(asked)
      await asked[2]
    })
    .catch((each: unknown) => each)
  expect(codeOf(error)).toBe('23502')
  expect(
    await driver.read((session) => session.all("SELECT value FROM counter WHERE id = 'a'")),
  ).toEqual([{ value: 2 }])
})

it('P6 two that lock crosswise both get through', async () => {
  const runs: string[] = []
  const cross = (first: string, second: string) =>
    driver.write(async (session) => {
      runs.push(first)
      await session.first(hold, [first])
      await new Promise((resolve) => setTimeout(resolve, 50))
      await session.first(hold, [second])
      await session.run('UPDATE counter SET value = value - 1 WHERE id = ?', [first])
    })
  await Promise.all([cross('a', 'b'), cross('b', 'a')])
  expect(runs.length).toBeGreaterThan(2)
  const values = await driver.read((session) =>
    session.all<{ value: number }>('SELECT value FROM counter'),
  )
  expect(values.map(({ value }) => value)).toEqual([2 ** 53 - 2, 2 ** 53 - 2])
})

it('P7 a node frozen in the middle of a transaction loses its locks, and the others go on', async () => {
  const frozen = openPostgres({ url: database.url, idleInTransactionMs: 600 })
  let thaw: () => void = () => undefined
  let isAgain = false
  let ended: Promise<void> | undefined
  await new Promise<void>((held) => {
    ended = frozen.write(async (session) => {
      if (isAgain) return
      isAgain = true
      await session.first(hold, ['a'])
      held()
      await new Promise<void>((resolve) => (thaw = resolve))
      await session.run('UPDATE counter SET value = 0 WHERE id = ?', ['a'])
    })
  })
  await driver.write(async (session) => {
    await session.first(hold, ['a'])
    await session.run('UPDATE counter SET value = 7 WHERE id = ?', ['a'])
  })
  thaw()
  await ended
  expect(
    (
      await driver.read((session) =>
        session.first<{ value: number }>('SELECT value FROM counter WHERE id = ?', ['a']),
      )
    )?.value,
  ).toBe(7)
  await frozen.close()
})

it('a lock that is never let go ends as a trouble of the engine', { timeout: 60_000 }, async () => {
  const stubborn = openPostgres({ url: database.url, idleInTransactionMs: 0 })
  let endTransaction: () => void = () => undefined
  let holding: Promise<void> | undefined
  await new Promise<void>((held) => {
    holding = stubborn.write(async (session) => {
      await session.first(hold, ['a'])
      held()
      await new Promise<void>((resolve) => (endTransaction = resolve))
    })
  })
  const error = await driver
    .write((session) => session.first(hold, ['a']))
    .catch((each: unknown) => each)
  expect([codeOf(error), isOfTheEngine(error)]).toEqual(['55P03', true])
  endTransaction()
  await holding
  await stubborn.close()
})

it('a connection that is cut in the middle is replaced, and the work begun anew', async () => {
  let runs = 0
  await driver.write(async (session) => {
    await session.run('UPDATE counter SET value = value - 1 WHERE id = ?', ['a'])
    if (++runs > 1) return
    const { pid } = (await session.first<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!
    await driver.read((other) => other.first('SELECT pg_terminate_backend(?)', [pid]))
    // It ends here, not at some moment of the commit, of which nobody could say whether it was one.
    await session.first('SELECT pg_sleep(10)')
  })
  expect(runs).toBe(2)
  expect(
    (
      await driver.read((session) =>
        session.first<{ value: number }>('SELECT value FROM counter WHERE id = ?', ['a']),
      )
    )?.value,
  ).toBe(2 ** 53 - 2)
})

it('a bug in the work is no trouble of the engine, and is not tried again', async () => {
  let runs = 0
  const error = await driver
    .write(async (session) => {
      runs++
      await session.run('INSERT INTO counter (id, value) VALUES (?, ?)', ['c', null])
    })
    .catch((each: unknown) => each)
  expect([runs, codeOf(error), isOfTheEngine(error)]).toEqual([1, '23502', false])
})

it('one that may only be read is no leader yet: a trouble of the engine, and asked again', async () => {
  const onlyRead = `${database.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`
  const follower = openPostgres({ url: onlyRead, attempts: 3 })
  let runs = 0
  const error = await follower
    .write(async (session) => {
      runs++
      await session.run('DELETE FROM counter')
    })
    .catch((each: unknown) => each)
  expect([runs, codeOf(error), isOfTheEngine(error)]).toEqual([3, '25006', true])
  await follower.close()
})

it(
  'a server that is gone is a trouble of the engine; when it is back, the same driver goes on',
  { timeout: 60_000 },
  async () => {
    const server = await aPostgres()
    const alone = openPostgres({ url: server.url })
    await alone.write((session) => session.run('CREATE TABLE kept (n BIGINT)'))
    await alone.write((session) => session.run('INSERT INTO kept (n) VALUES (1)'))
    await server.killHard()
    const error = await alone
      .read((session) => session.all('SELECT n FROM kept'))
      .catch((each: unknown) => each)
    expect(isOfTheEngine(error)).toBe(true)
    await server.start()
    expect(await alone.read((session) => session.all('SELECT n FROM kept'))).toEqual([{ n: 1 }])
    await alone.close()
    await server.stop()
  },
)
