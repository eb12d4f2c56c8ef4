// Ten thousand places: imported at the server, and pulled by a phone. The limit is the same rows
// through the same driver, many to a statement.
import { gzipSync, gunzipSync } from 'node:zlib'
import { join } from 'node:path'
import { takeInvite } from '#client/http/account.ts'
import { importPlan } from '#client/http/plan.ts'
import { deviceHeader } from '#client/http/transport.ts'
import type { GridId, PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { protocolLimits, type SyncRequest, type SyncResponse } from '#protocol/messages.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { aNetwork, aWorld, cast, type Network, type World } from '../world.ts'
import type { Figure } from './figures.ts'
import { msOfAsync } from './msOf.ts'
import { placeRowsIn, writePlaceRows } from './rawEngine.ts'
import { somePlaces } from './somePlaces.ts'

const [placeCount, rounds] = [10_000, 3]

interface Times {
  appliedS: number
  rawS: number
  pulledS: number
  pulledMB: number
  rawMB: number
  calls: number
}

export async function planAppliedPart(): Promise<Figure[]> {
  const times: Times[] = []
  for (let round = -1; round < rounds; round++) {
    const took = await oneRound()
    if (round >= 0) times.push(took)
  }
  const of = (pick: (took: Times) => number): number[] => times.map(pick)
  return [
    {
      what: `${placeCount.toLocaleString('en')} places imported at the server, call and all`,
      unit: 's',
      ours: of(({ appliedS }) => appliedS),
      limit: of(({ rawS }) => rawS),
      most: 1,
    },
    { what: '  pulled by a phone', unit: 's', ours: of(({ pulledS }) => pulledS) },
    {
      what: '  bytes of the pull, gzip; of the rows in one piece',
      unit: 'MB',
      ours: of(({ pulledMB }) => pulledMB),
      limit: of(({ rawMB }) => rawMB),
      most: 0.5,
    },
    { what: '  calls of the pull', unit: 'requests', ours: of(({ calls }) => calls) },
  ]
}

async function oneRound(): Promise<Times> {
  const world = await aWorld()
  try {
    const desk = await signedIn(world, 'supervisor')
    const phone = await signedIn(world, 'worker')
    const cursors = (await pull(phone, {})).cursors
    const rows = thePlan()
    const id = newId<PlanImportId>(Date.now(), crypto)
    const appliedMs = await msOfAsync(async () => {
      const answer = await importPlan(desk.network, { id, fileName: '楼栋.csv', rows })
      if (!answer.ok) throw new Error(answer.fault.code)
    })
    let pulled = { cursors, bytes: 0, calls: 0, rows: [] as unknown[] }
    const pulledMs = await msOfAsync(async () => void (pulled = await pull(phone, cursors)))
    if (pulled.rows.length < placeCount) throw new Error(`${pulled.rows.length} rows were pulled`)
    const written = await placeRowsIn(world.driver)
    const raw = openSqlite(join(world.folder, 'raw.db'))
    await migrate(raw)
    const rawMs = await msOfAsync(() => writePlaceRows(raw, written))
    await raw.close()
    if (world.errors.length > 0) throw new Error('the server reported errors')
    return {
      appliedS: appliedMs / 1000,
      rawS: rawMs / 1000,
      pulledS: pulledMs / 1000,
      pulledMB: pulled.bytes / 1e6,
      rawMB: gzipSync(JSON.stringify(pulled.rows)).length / 1e6,
      calls: pulled.calls,
    }
  } finally {
    await world.close()
  }
}

/** Every place in a grid of the cast, its codes its own. */
const thePlan = (): PlanRowChange[] =>
  somePlaces(placeCount).map((place, n) => {
    const id = newId<typeof place.id>(Date.now(), crypto)
    const set = { ...place, id, code: `C${n}`, gridId: 'g-1' as GridId }
    return { t: 'place', id, before: 0, set }
  })

interface Caller {
  network: Network
  device: { id: string; secret: string }
  install: string
}

async function signedIn(world: World, who: 'supervisor' | 'worker'): Promise<Caller> {
  const network = aNetwork(world)
  const grant = await takeInvite(network, await world.invite(cast[who]), 'bench')
  if (!grant.ok) throw new Error(grant.fault.code)
  const { deviceId, deviceSecret } = grant.value
  return {
    network,
    device: { id: deviceId, secret: deviceSecret },
    install: newId(Date.now(), crypto),
  }
}

/** Until nothing is new, as a phone asks and is answered. */
async function pull(
  { network, device, install }: Caller,
  from: Record<string, number>,
): Promise<{ cursors: Record<string, number>; bytes: number; calls: number; rows: unknown[] }> {
  const cursors = { ...from }
  const rows: unknown[] = []
  let [bytes, calls] = [0, 0]
  let max: number = protocolLimits.pullBytes.usual
  for (let isMore = true; isMore; calls++) {
    const request: SyncRequest = {
      v: 1,
      app: 'bench',
      req: newId(Date.now(), crypto),
      install,
      epoch: null,
      clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: 0, waiting: 0, oldest: null, changes: [] },
      pull: { cursors, max },
      photos: { waiting: 0, bytes: 0 },
    }
    const response = await network.send('/api/sync/1', {
      method: 'POST',
      body: JSON.stringify(request),
      headers: {
        'Accept-Encoding': 'gzip',
        'Content-Type': 'application/json',
        ...deviceHeader(device),
      },
    })
    const packed = Buffer.from(await response.arrayBuffer())
    bytes += packed.length
    const isPacked = response.headers.get('Content-Encoding') === 'gzip'
    const text = (isPacked ? gunzipSync(packed) : packed).toString('utf8')
    const { pages, enter } = (JSON.parse(text) as SyncResponse).pull!
    for (const page of pages) {
      cursors[page.scope] = page.to
      rows.push(...page.rows)
    }
    for (const scope of enter) cursors[scope] ??= 0
    max = Math.min(protocolLimits.pullBytes.most, max * 2)
    isMore = enter.length > 0 || pages.some(({ more }) => more)
  }
  return { cursors, bytes, calls, rows }
}
