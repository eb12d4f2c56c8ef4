// D6: after a promotion or a restore to a point in time another history stands behind PostgreSQL's
// address.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareEngine, engineIdentity } from '#server/operations/engineWatch.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { aPostgres, type Postgres } from '../aPostgres.ts'

let server: Postgres
beforeAll(async () => (server = await aPostgres()), 60_000)
afterAll(() => server.stop())

async function open() {
  const driver = openPostgres({ url: server.url })
  await migrate(driver)
  const storage = await openStorage(driver, () => 'epoch-one')
  return { driver, storage, epoch: () => storage.read((tx) => tx.epoch()) }
}

it('the same server keeps its epoch, also after it was killed', async () => {
  const { driver, storage, epoch } = await open()
  expect(await engineIdentity(driver)).toMatch(/^\d+\/[0-9A-F]{8}$/)
  expect(await compareEngine(driver, storage, Date.now)).toBe(false)
  await server.killHard()
  await server.start()
  expect([await compareEngine(driver, storage, Date.now), await epoch()]).toEqual([
    false,
    'epoch-one',
  ])
  await storage.close()
}, 60_000)

it('another history gives a new epoch by itself, once for all nodes, and the watermark of the old one is no hindrance', async () => {
  const [one, two] = [await open(), await open()]
  await one.storage.write((tx) => tx.putNote('engine', '1234/00000001'))
  const changed = await Promise.all(
    [one, two].map(({ driver, storage }) => compareEngine(driver, storage, Date.now)),
  )
  expect(changed.filter(Boolean)).toHaveLength(1)
  expect(await one.epoch()).not.toBe('epoch-one')
  expect(await one.storage.read((tx) => tx.previousEpochs())).toEqual(['epoch-one'])
  expect(await compareEngine(two.driver, two.storage, Date.now)).toBe(false)
  expect(await one.storage.read((tx) => tx.auditLinks(adminChain, 0, 10))).toMatchObject([
    { action: 'epochChanged', actor: null, detail: { epoch: await one.epoch() } },
  ])
  for (const { storage } of [one, two]) await storage.close()
}, 60_000)

it('engines that cannot tell are left alone', async () => {
  const driver = openSqlite(':memory:')
  expect(await engineIdentity(driver)).toBeNull()
  await driver.close()
})
