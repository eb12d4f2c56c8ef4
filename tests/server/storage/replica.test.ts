// P10 of the fault matrix, with a real replica whose replay is paused: nobody sees their own work
// disappear.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openReplica, type Replica } from '#server/storage/replica.ts'
import { createServer } from '#server/createServer.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openReadOnly } from '#server/storage/sql/sqlStorage.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { aPostgres, type Postgres } from '../../aPostgres.ts'
import { aWorld, aPhone, type Phone, type World } from '../../world.ts'

let primary: Postgres
let standby: Postgres
let world: World
let following: SqlDriver
let reads = 0
let phone: Phone

beforeAll(async () => {
  primary = await aPostgres()
  standby = await primary.standby()
  world = await aWorld({ openDriver: () => openPostgres({ url: primary.url }) })
  following = openPostgres({ url: standby.url, attempts: 1 })
  const storage = openReadOnly(following)
  const replica = openReplica(storage)
  const counted: Replica = {
    ...replica,
    read: async (floor, work) => {
      const found = await replica.read(floor, work)
      if (found !== null) reads++
      return found
    },
  }
  Object.assign(world, createServer({ ...world.deps, replica: counted }))
  phone = await aPhone(world, 'worker')
}, 60_000)
afterAll(async () => {
  await following.close()
  await world.close()
  await standby.stop()
  await primary.stop()
}, 60_000)

const say = (sql: string) => following.read((session) => session.all(sql))
const caughtUp = async (): Promise<void> => {
  const [{ at }] = (await world.driver.read((session) =>
    session.all<{ at: string }>('SELECT pg_current_wal_lsn() AS at'),
  )) as [{ at: string }]
  await expect
    .poll(
      async () => (await say(`SELECT pg_last_wal_replay_lsn() >= '${at}'::pg_lsn AS is_there`))[0],
      { timeout: 15_000 },
    )
    .toEqual({ is_there: true })
}

it('a replica that has caught up gives what the primary would', { timeout: 40_000 }, async () => {
  const id = await phone.report({ note: 'seen by all' })
  expect((await phone.sync()).ok).toBe(true)
  await caughtUp()
  reads = 0
  const desk = await aPhone(world, 'supervisor')
  await caughtUp()
  expect((await desk.sync()).ok).toBe(true)
  expect(reads).toBe(1)
  expect((await desk.view(id)).report.note).toBe('seen by all')
})

it(
  'P10 one that lags is passed over: what was pushed is pulled back, and nothing seen disappears',
  { timeout: 40_000 },
  async () => {
    await caughtUp()
    await say('SELECT pg_wal_replay_pause()')
    reads = 0
    const before = (await phone.views()).length
    const id = await phone.report({ note: 'mine' })
    expect((await phone.sync()).ok).toBe(true)
    expect((await phone.sync()).ok).toBe(true)
    expect(await phone.views()).toHaveLength(before + 1)
    expect((await phone.session.cache.row.get(`report:${id}`))?.v).toBe(1)
    expect(reads).toBe(0)
    await say('SELECT pg_wal_replay_resume()')
    await caughtUp()
    expect((await phone.sync()).ok).toBe(true)
    expect(reads).toBe(1)
  },
)

it('one that is gone is not missed', { timeout: 60_000 }, async () => {
  await standby.killHard()
  const id = await phone.report({ note: 'without it' })
  expect((await phone.sync()).ok).toBe(true)
  expect((await phone.view(id)).report.note).toBe('without it')
  expect(world.errors).toEqual([])
  await standby.start()
})
