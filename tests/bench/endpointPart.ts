// Part e: how many records a second the endpoint takes from twenty phones at once, against SQLite alone.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import { takeInvite } from '#device/account.ts'
import { newId } from '#domain/newId.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import { aNetwork, anEndpoint, cast, type World } from '../world.ts'
import { type Figure, percentileOf } from './figures.ts'
import type { Pushed, Pushing } from './pushers.ts'
import { writeRaw, writtenRecords } from './rawSqlite.ts'
import { sampleCreate } from './sampleReport.ts'

const [phoneCount, recordsEach, perRequest, rounds] = [20, 500, 50, 5]

export async function endpointPart(): Promise<Figure[]> {
  const rates: number[] = []
  const raw: number[] = []
  const requestMs: { p50: number[]; p99: number[] } = { p50: [], p99: [] }
  for (let i = -1; i < rounds; i++) {
    const world = await anEndpoint()
    const pushed = await pushInto(world)
    const records = writtenRecords(world.driver.connection)
    if (records.length !== phoneCount * recordsEach) throw new Error(`${records.length} records were written`)
    const rawMs = await writeRaw(join(world.folder, 'raw.db'), records)
    await world.close()
    if (world.errors.length > 0) throw new Error('the endpoint reported errors')
    // The first round warms both up.
    if (i < 0) continue
    rates.push(records.length / (pushed.ms / 1000))
    raw.push(records.length / (rawMs / 1000))
    requestMs.p50.push(percentileOf(pushed.requestMs, 50))
    requestMs.p99.push(percentileOf(pushed.requestMs, 99))
  }
  return [
    { what: `20 phones push 10,000 records, ${perRequest} a request`, unit: 'records/s', ours: rates, limit: raw, aim: 2 },
    { what: '  one request, half of them within', unit: 'ms', ours: requestMs.p50 },
    { what: '  one request, 99 of 100 within', unit: 'ms', ours: requestMs.p99 },
  ]
}

async function pushInto(world: World): Promise<Pushed> {
  const server = createServer(getRequestListener(world.fetch) as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const phones: Pushing['phones'] = []
  for (let i = 0; i < phoneCount; i++) phones.push(await aPushingPhone(world))
  try {
    return await inThread({ port: (server.address() as AddressInfo).port, phones })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function aPushingPhone(world: World): Promise<Pushing['phones'][number]> {
  const grant = await takeInvite(aNetwork(world), await world.invite(cast.worker), 'bench')
  if (!grant.ok) throw new Error(grant.fault.code)
  const install = newId<string>(Date.now(), crypto)
  const bodies: Uint8Array[] = []
  for (let at = 0; at < recordsEach; at += perRequest) {
    const changes = Array.from({ length: perRequest }, (_, i) => ({ ...sampleCreate(cast.worker.id, at + i), n: at + i + 1 }))
    const request: SyncRequest = {
      v: 1, app: 'bench', req: newId(Date.now(), crypto), install, epoch: null, clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: at + 1, waiting: recordsEach - at, oldest: Date.now(), changes: changes },
      pull: null, photos: { waiting: 0, bytes: 0 },
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
