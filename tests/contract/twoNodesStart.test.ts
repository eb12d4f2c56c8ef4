// Two nodes of one database that start at the same moment: each table is made once, and both find
// the same.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAuth } from '#server/auth/auth.ts'
import { sessionSecret } from '#server/auth/sessionSecret.ts'
import { migrate, oneNodeAtATime } from '#server/storage/sql/migrate.ts'
import { openDriver } from '#server/storage/sql/openDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { aDatabase } from '../aPostgres.ts'

const engines = {
  SQLite: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gridwalk-nodes-'))
    return {
      dataFolder: folder,
      databaseFile: join(folder, 'gridwalk.db'),
      discard: () => rm(folder, { recursive: true }),
    }
  },
  PostgreSQL: async () => {
    const { url, drop } = await aDatabase()
    return { dataFolder: '/nowhere', databaseFile: '', postgresUrl: url, discard: drop }
  },
}

describe.each(Object.entries(engines))('nodes that start at once on %s', (_, place) => {
  it('make every table once, those of the session library too, and sign with the same key', async () => {
    const options = await place()
    const nodes = await Promise.all(
      Array.from({ length: 4 }, async (_each, i) => {
        const driver = await openDriver(options)
        await migrate(driver)
        const secret = await sessionSecret(driver, options)
        const storage = await openStorage(driver, () => `epoch-${i}`)
        await openAuth({ driver, storage, publicUrl: 'http://localhost:8787', secret })
        return { storage, secret, epoch: await storage.read((tx) => tx.epoch()) }
      }),
    )
    expect(new Set(nodes.map(({ secret }) => secret)).size).toBe(1)
    expect(new Set(nodes.map(({ epoch }) => epoch)).size).toBe(1)
    for (const { storage } of nodes) await storage.close()
    await options.discard()
  })
})

// SQLite lets the second wait inside the engine; within one process that would hold up the first as
// well.
it('nodes on PostgreSQL do their work on the whole database one after the other', async () => {
  const options = await engines.PostgreSQL()
  const drivers = await Promise.all([1, 2].map(() => openDriver(options)))
  await migrate(drivers[0]!)
  const order: string[] = []
  await Promise.all(
    drivers.map((driver, i) =>
      oneNodeAtATime(driver, async (session) => {
        order.push(`${i} in`)
        await session.all('SELECT name FROM migration')
        await new Promise((resolve) => setTimeout(resolve, 60))
        order.push(`${i} out`)
      }),
    ),
  )
  expect([
    ['0 in', '0 out', '1 in', '1 out'],
    ['1 in', '1 out', '0 in', '0 out'],
  ]).toContainEqual(order)
  for (const driver of drivers) await driver.close()
  await options.discard()
})
