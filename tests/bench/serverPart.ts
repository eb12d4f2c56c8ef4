// How many records a second the server takes from many phones at once, on both engines, with
// their reports in 1, 10 and 100 grids, against the engine alone.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import { takeInvite } from '#client/http/account.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import { aDatabase } from '../aPostgres.ts'
import { aNetwork, aWorld, cast, type World } from '../world.ts'
import { type Figure, percentileOf } from './figures.ts'
import type { Pushed, Pushing } from './pushers.ts'
import { writeRaw, writtenRecords } from './rawEngine.ts'
import { sampleCreate } from './sampleReport.ts'

const [recordCount, perRequest, rounds] = [6000, 50, 3]
const scopeCounts = [1, 10, 100] as const
const connections = 10

interface Engine {
  name: string
  /** A new, empty database, and the way to be rid of it. */
  fresh(): Promise<{ open: (file: string) => SqlDriver; drop: () => Promise<void> }>
  /** Transactions that can run side by side. */
  atOnce(scopes: number): number
}

const engines: readonly Engine[] = [
  {
    name: 'SQLite',
    fresh: () => Promise.resolve({ open: openSqlite, drop: () => Promise.resolve() }),
    atOnce: () => 1,
  },
  {
    name: 'PostgreSQL',
    fresh: async () => {
      const { url, drop } = await aDatabase()
      return { open: () => openPostgres({ url, poolSize: connections }), drop }
    },
    atOnce: (scopes) => Math.min(scopes, connections),
  },
]

export async function serverPart(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of engines)
    for (const scopes of scopeCounts) figures.push(...(await onEngine(engine, scopes)))
  return figures
}

async function onEngine(engine: Engine, scopes: number): Promise<Figure[]> {
  const phoneCount = Math.max(20, scopes)
  const [rates, raw, p50, p99]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let i = -1; i < rounds; i++) {
    const database = await engine.fresh()
    const world = await aWorld({ openDriver: database.open })
    const pushed = await pushInto(world, phoneCount, scopes)
    const records = await writtenRecords(world.driver)
    if (records.length !== recordCount) throw new Error(`${records.length} records were written`)
    if (world.errors.length > 0) throw new Error('the server reported errors')
    const rawDatabase = await engine.fresh()
    const driver = rawDatabase.open(join(world.folder, 'raw.db'))
    await migrate(driver)
    const rawMs = await writeRaw(driver, records, engine.atOnce(scopes))
    await driver.close()
    await rawDatabase.drop()
    await world.close()
    await database.drop()
    // The first round warms all of it up.
    if (i < 0) continue
    rates.push(recordCount / (pushed.ms / 1000))
    raw.push(recordCount / (rawMs / 1000))
    p50.push(percentileOf(pushed.requestMs, 50))
    p99.push(percentileOf(pushed.requestMs, 99))
  }
  return [
    {
      what: `${engine.name}, ${scopes} grid${scopes > 1 ? 's' : ''}: ${phoneCount} phones, ${perRequest} records a request`,
      unit: 'records/s',
      ours: rates,
      limit: raw,
      aim: 2,
    },
    { what: '  one request, half of them within', unit: 'ms', ours: p50 },
    { what: '  one request, 99 of 100 within', unit: 'ms', ours: p99 },
  ]
}

async function pushInto(world: World, phoneCount: number, scopes: number): Promise<Pushed> {
  const grids = Array.from({ length: scopes }, (_, i) => `g-push-${i}` as GridId)
  const members = Array.from({ length: phoneCount }, (_, i): Member => ({
    ...cast.worker,
    id: `m-push-${i}` as MemberId,
    gridIds: [grids[i % scopes]!],
  }))
  await upsertReference(world.deps.storage, [
    ...grids.map((id) => ({
      t: 'grid' as const,
      id,
      f: { id, name: id, level: 'grid', parentId: 'g-all', border: [] },
    })),
    ...members.map((member) => ({ t: 'member' as const, id: member.id, f: { ...member } })),
  ])
  const phones: Pushing['phones'] = []
  for (const member of members)
    phones.push(await aPushingPhone(world, member, Math.ceil(recordCount / phoneCount)))
  const server = createServer(getRequestListener(world.fetch) as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await inThread({ port: (server.address() as AddressInfo).port, phones })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function aPushingPhone(
  world: World,
  member: Member,
  records: number,
): Promise<Pushing['phones'][number]> {
  const grant = await takeInvite(aNetwork(world), await world.invite(member), 'bench')
  if (!grant.ok) throw new Error(grant.fault.code)
  const install = newId<string>(Date.now(), crypto)
  const bodies: Uint8Array[] = []
  for (let at = 0; at < records; at += perRequest) {
    const changes = Array.from({ length: Math.min(perRequest, records - at) }, (_, i) => {
      const change = sampleCreate(member.id, at + i)
      return {
        ...change,
        set: { ...(change as { set: object }).set, gridId: member.gridIds[0] },
        n: at + i + 1,
      }
    })
    const request: SyncRequest = {
      v: 1,
      app: 'bench',
      req: newId(Date.now(), crypto),
      install,
      epoch: null,
      clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: at + 1, waiting: records - at, oldest: Date.now(), changes: changes },
      pull: null,
      photos: { waiting: 0, bytes: 0 },
    }
    bodies.push(gzipSync(JSON.stringify(request)))
  }
  return { authorization: `Device ${grant.value.deviceId}.${grant.value.deviceSecret}`, bodies }
}

/** bench.ts, started as a thread, does nothing but this. */
function inThread(pushing: Pushing): Promise<Pushed> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(process.argv[1]!, { workerData: pushing })
    thread.once('message', resolve)
    thread.once('error', reject)
  })
}
