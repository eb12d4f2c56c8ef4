import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { m001Start } from '#server/storage/migrations/m001Start.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { migrateParked } from '#server/conflicts/migrateParked.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'gridwalk-parked-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

const change = (id: string, set: object) =>
  JSON.stringify({
    id,
    n: 1,
    op: 'create',
    t: 'report',
    row: id,
    by: 'm-worker',
    at: 5,
    schema: 1,
    set,
  })

it('a database of the first version brings what was parked in it along as conflicts, and nothing else', async () => {
  const driver = openSqlite(join(folder, 'old.db'))
  await driver.write(async (session) => {
    await session.run('CREATE TABLE migration (name TEXT PRIMARY KEY)')
    for (const statement of m001Start.statements) await session.run(statement)
    await session.run('INSERT INTO migration (name) VALUES (?)', [m001Start.name])
    await session.run("INSERT INTO stream (install, device_id, last_n) VALUES ('i-1', 'd-1', 3)")
    await session.run(
      "INSERT INTO device (id, member_id, secret_hash, label, created_at, waiting_changes, waiting_photos) VALUES ('d-1', 'm-worker', 'h', 'Android · Chrome', 1, 0, 0)",
    )
    const journal = (n: number, id: string, result: object, note: string) =>
      session.run(
        'INSERT INTO journal (install, n, change_id, hash, body, result, received_at, member_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [
          'i-1',
          n,
          id,
          `hash-${n}`,
          change(id, { kind: 'hazard', gridId: 'g-gone', note }),
          JSON.stringify(result),
          100 + n,
          'm-worker',
        ],
      )
    await journal(1, 'c-1', { n: 1, s: 'applied', rowV: 1 }, '"s":"parked" said a note')
    await journal(2, 'c-2', { n: 2, s: 'parked', fault: { code: 'unknownGrid' } }, '路灯不亮')
    await journal(3, 'c-3', { n: 3, s: 'merged', rowV: 2, over: ['note'] }, '')
  })
  await migrate(driver)
  const storage = await openStorage(driver, () => 'epoch')
  await upsertReference(storage, [
    {
      t: 'grid',
      id: 'g-1',
      f: { id: 'g-1', name: 'g-1', level: 'grid', parentId: null, border: [] },
    },
    {
      t: 'member',
      id: 'm-worker',
      f: { id: 'm-worker', name: 'w', roles: ['gridWorker'], gridIds: ['g-1'], isActive: true },
    },
  ])
  expect(await migrateParked(storage)).toBe(1)
  expect(await migrateParked(storage)).toBe(0)
  const conflicts = await storage.read((tx) => tx.rows('case'))
  expect(conflicts.map((row) => row.f)).toMatchObject([
    {
      changeId: 'c-2',
      by: 'm-worker',
      deviceLabel: 'Android · Chrome',
      at: 5,
      receivedAt: 102,
      gridIds: ['g-1'],
      dataClass: 'work',
      fault: { code: 'unknownGrid' },
      standing: 'open',
      content: { set: { note: '路灯不亮' } },
    },
  ])
  await migrate(driver)
  expect(await migrateParked(storage)).toBe(0)
  await storage.close()
})
