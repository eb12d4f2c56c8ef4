// What is particular to SQLite: those that write at once share a commit, and nobody can tell but by
// the time it takes.
import { rowOf } from '#domain/row.ts'
import { copyFileSync, existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import type { SqlDriver, SqlSession } from '#server/storage/sql/sqlDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { scope } from './storageContract.ts'

let folder: string
let file: string
let driver: ReturnType<typeof openSqlite>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-shared-'))
  file = join(folder, 'gridwalk.db')
  driver = openSqlite(file)
  await driver.write(async (session) => {
    await session.run('CREATE TABLE kept (id TEXT PRIMARY KEY, of TEXT, text TEXT)')
    await session.run(
      'CREATE TABLE owed (id TEXT REFERENCES kept (id) DEFERRABLE INITIALLY DEFERRED)',
    )
  })
})
afterEach(async () => {
  await driver.close()
  await rm(folder, { recursive: true })
})

const keep = (session: SqlSession, id: string, text = ''): Promise<void> =>
  session.run('INSERT INTO kept (id, text) VALUES (?, ?)', [id, text])
/** Only a commit finds it out. */
const oweNobody = (session: SqlSession): Promise<void> =>
  session.run("INSERT INTO owed (id) VALUES ('nobody')")

const idsIn = async (from: SqlDriver): Promise<string[]> =>
  (await from.read((session) => session.all<{ id: string }>('SELECT id FROM kept'))).map(
    ({ id }) => id,
  )
const outcomes = async (all: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(all)).map((each) =>
    each.status === 'fulfilled' ? String(each.value) : (each.reason as Error).message,
  )

/** Frames of the write-ahead log that end a transaction; all of it is of one life here. */
async function commitsIn(wal: string): Promise<number> {
  const bytes = await readFile(wal)
  const frame = 24 + bytes.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= bytes.length; at += frame)
    if (bytes.readUInt32BE(at + 4) !== 0) commits++
  return commits
}

const names = Array.from({ length: 24 }, (_, i) => `k-${i}`)

it('those that wait at the same moment share a commit, and a lone one has its own', async () => {
  const before = await commitsIn(`${file}-wal`)
  await Promise.all(names.map((id) => driver.write((session) => keep(session, id))))
  const shared = await commitsIn(`${file}-wal`)
  // One, on any machine that is not very slow.
  expect(shared - before).toBeLessThan(names.length / 4)
  await driver.write((session) => keep(session, 'alone'))
  expect(await commitsIn(`${file}-wal`)).toBe(shared + 1)
})

it('one that lasts long does not keep for itself those that come later', async () => {
  const before = await commitsIn(`${file}-wal`)
  await Promise.all(
    names.slice(0, 4).map((id, i) =>
      driver.write(async (session) => {
        await keep(session, id)
        if (i === 1) await new Promise((resolve) => setTimeout(resolve, 100))
      }),
    ),
  )
  expect((await commitsIn(`${file}-wal`)) - before).toBeGreaterThan(1)
})

it('one that fails is rolled back alone, and those after it see what those before it wrote', async () => {
  const told = await outcomes(
    names.map((id, i) =>
      driver.write(async (session) => {
        await keep(session, id)
        await new Promise((resolve) => setImmediate(resolve))
        if (i % 3 === 1) throw new Error(`no ${id}`)
        if (i % 3 === 2) await keep(session, 'k-0')
        return (await session.all('SELECT id FROM kept')).length
      }),
    ),
  )
  expect(told).toEqual(
    names.map((id, i) =>
      i % 3 === 0
        ? String(i / 3 + 1)
        : i % 3 === 1
          ? `no ${id}`
          : 'UNIQUE constraint failed: kept.id',
    ),
  )
  expect((await idsIn(driver)).sort()).toEqual(names.filter((_, i) => i % 3 === 0).sort())
})

it('a commit that fails is told to all that share it, and the next one is as good as any', async () => {
  const told = await outcomes([
    driver.write((session) => keep(session, 'a')),
    driver.write(oweNobody),
    // It failed for what another wrote, which never was: that is no answer to give.
    driver.write((session) => keep(session, 'a')),
  ])
  expect(told).toEqual(Array(3).fill('FOREIGN KEY constraint failed'))
  expect(await idsIn(driver)).toEqual([])
  await driver.write((session) => keep(session, 'a'))
  expect(await idsIn(driver)).toEqual(['a'])
})

/** The engine says no, once, to the first statement that begins so. */
function refuseOnce(beginning: string): void {
  const { connection } = driver
  const exec = connection.exec.bind(connection)
  connection.exec = (sql) => {
    if (!sql.startsWith(beginning)) return exec(sql)
    connection.exec = exec
    throw new Error(`no ${beginning}`)
  }
}

it('one that cannot be rolled back alone takes the commit with it: its half is never stored', async () => {
  refuseOnce('ROLLBACK TO')
  const told = await outcomes([
    driver.write((session) => keep(session, 'before')),
    driver.write(async (session) => {
      await keep(session, 'half')
      throw new Error('it ends here')
    }),
    driver.write((session) => keep(session, 'beside')),
  ])
  // The third had not begun: it has a commit of its own.
  expect(told).toEqual(['no ROLLBACK TO', 'no ROLLBACK TO', 'undefined'])
  expect(await idsIn(driver)).toEqual(['beside'])
})

it('what could not be rolled back at its time is rolled back before anybody writes again', async () => {
  refuseOnce('ROLLBACK')
  expect(await outcomes([driver.write(oweNobody)])).toEqual(['FOREIGN KEY constraint failed'])
  await driver.write((session) => keep(session, 'after'))
  expect(await idsIn(driver)).toEqual(['after'])
})

it('who comes after the end is told so, and the process lives', async () => {
  const ended = openSqlite(join(folder, 'ended.db'))
  await ended.close()
  const late = [
    ended.write((session) => keep(session, 'late')),
    ended.read(() => Promise.resolve()),
  ]
  expect(await outcomes(late)).toEqual(Array(2).fill('The database connection is not open'))
})

it('D1 a disk that is full in the middle: whoever was told yes is there, and nobody else', async () => {
  const { page_count: pages } = driver.connection.prepare('PRAGMA page_count').get() as {
    page_count: number
  }
  driver.connection.exec(`PRAGMA max_page_count = ${pages + 60}`)
  const told = await Promise.allSettled(
    names.map((id) =>
      driver.write(async (session) => {
        await keep(session, id, 'x'.repeat(20_000))
        return id
      }),
    ),
  )
  driver.connection.exec('PRAGMA max_page_count = 1073741823')
  const codes = told.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
  )
  expect(new Set(codes)).toEqual(new Set(['SQLITE_FULL']))
  const yes = told.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect((await idsIn(driver)).sort()).toEqual(yes.sort())
  await driver.write((session) => keep(session, 'after'))
  expect(await idsIn(driver)).toContain('after')
})

it('P2 a process that ends at the moment of any answer has lost nothing that was answered', async () => {
  const answered: string[] = []
  const copies: { at: string; answered: string[] }[] = []
  await Promise.all(
    names.map(async (id, i) => {
      for (let round = 0; round < 3; round++) {
        // They come one by one, so that commits of many sizes are met.
        await new Promise((resolve) => setTimeout(resolve, i * 2))
        await driver.write((session) => keep(session, `${id}-${round}`))
        answered.push(`${id}-${round}`)
        const at = join(folder, `copy-${copies.length}.db`)
        copies.push({ at, answered: [...answered] })
        // Nothing else of this process is written in between.
        for (const end of ['-wal', ''])
          if (existsSync(file + end)) copyFileSync(file + end, at + end)
      }
    }),
  )
  expect(copies).toHaveLength(72)
  for (const copy of copies) {
    const left = openSqlite(copy.at)
    expect(await idsIn(left)).toEqual(expect.arrayContaining(copy.answered))
    await left.close()
  }
})

it('a grid that was written with a commit that failed is not remembered', async () => {
  const plain = openSqlite(join(folder, 'grids.db'))
  await migrate(plain)
  const storage = await openStorage(plain, () => 'epoch')
  await plain.write(oweable)
  const putGrid = (id: string) =>
    storage.write(async (tx) => {
      await tx.lockScopes([scope('org')])
      await tx.putRow(rowOf({ t: 'grid', id, v: 1, fv: {} }, { id, name: id }), [scope('org')])
    })
  const seen = (): Promise<readonly Grid[]> => storage.write((tx) => tx.grids())
  const together = await Promise.allSettled([putGrid('g-never'), seen(), plain.write(oweNobody)])
  expect(together.map(({ status }) => status)).toEqual(Array(3).fill('rejected'))
  await putGrid('g-1')
  expect((await seen()).map(({ id }) => id)).toEqual(['g-1'])
  await storage.close()
})

const oweable = async (session: SqlSession): Promise<void> => {
  await session.run('CREATE TABLE kept (id TEXT PRIMARY KEY)')
  await session.run(
    'CREATE TABLE owed (id TEXT REFERENCES kept (id) DEFERRABLE INITIALLY DEFERRED)',
  )
}
