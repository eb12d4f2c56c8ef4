// What the hundred-thousandth and the millionth report cost: the pull of one change, the first page
// of a grid, the push of one record. Reports lie in a hundred grids; the phone reads one of them,
// as a worker does.
import type { GridId, MemberId, ReportId, ScopeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { countingLedger } from '#server/ledger/ledger.ts'
import type { SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { deviceHeader } from '#client/http/transport.ts'
import { aWorld, aPhone, cast, type Phone, type World } from '../world.ts'
import type { Figure } from './figures.ts'
import { sampleCreate, sampleReport } from './sampleReport.ts'

const sizes = [10_000, 100_000, 1_000_000] as const
const gridCount = 100
const asked = 60
const perTransaction = 2000

export async function growthPart(): Promise<Figure[]> {
  const world = await aWorld()
  // More than one member may have stored in a day.
  world.deps.ledger = countingLedger
  try {
    const grids = Array.from({ length: gridCount }, (_, i) => `g-many-${i}` as GridId)
    await upsertReference(
      world.deps.storage,
      grids.map((id) => ({
        t: 'grid' as const,
        id,
        f: { id, name: id, level: 'grid', parentId: 'g-all', border: [] },
      })),
    )
    const author = { ...cast.worker, gridIds: [grids[0]!] }
    await upsertReference(world.deps.storage, [
      { t: 'member' as const, id: author.id, f: { ...author } },
    ])
    const phone = await aPhone(world, 'worker')
    const figures: Figure[] = []
    const least: { one: number[]; page: number[]; push: number[] }[] = []
    let stored = 0
    for (const size of sizes) {
      const filledAt = performance.now()
      await fill(world, grids, stored, size)
      console.log(
        `  ${size.toLocaleString('en')} reports stored after ${((performance.now() - filledAt) / 1000).toFixed(0)} s`,
      )
      stored = size
      const measured = await measure(world, phone, grids[0]!)
      least.push(measured)
      const name = `of ${size.toLocaleString('en')} reports`
      // The limit here is not physics but the smallest size of the same run: growth is the ratio to
      // it.
      const first = least[0]!
      figures.push(
        { what: `${name}: pull of one change`, unit: 'ms', ours: measured.one, limit: first.one },
        { what: '  first 256 kB of a grid', unit: 'ms', ours: measured.page, limit: first.page },
        {
          what: '  push of one record, answer included',
          unit: 'ms',
          ours: measured.push,
          limit: first.push,
        },
      )
    }
    return figures
  } finally {
    await world.close()
  }
}

async function fill(
  { deps: { storage } }: World,
  grids: readonly GridId[],
  from: number,
  to: number,
): Promise<void> {
  const author = 'm-author' as MemberId
  for (let at = from; at < to; at += perTransaction) {
    await storage.write(async (tx) => {
      await tx.lockScopes(grids.map((grid) => `work:${grid}` as ScopeId))
      for (let i = at; i < at + perTransaction; i++) {
        const gridId = grids[i % gridCount]!
        const report = {
          ...sampleReport(author, i % 500_000),
          id: newId<ReportId>(Date.now(), crypto),
          gridId,
          receivedAt: Date.now(),
          arrived: [],
        }
        await tx.putRow({ t: 'report', id: report.id, v: 1, fv: {}, f: report }, [
          `work:${gridId}` as ScopeId,
        ])
      }
    })
  }
}

async function measure(
  world: World,
  phone: Phone,
  grid: GridId,
): Promise<{ one: number[]; page: number[]; push: number[] }> {
  const scope = `work:${grid}`
  const install = newId<string>(Date.now(), crypto)
  let next = 1
  const call = async (
    cursors: Record<string, number>,
    isPushing: boolean,
  ): Promise<{ ms: number; answer: SyncResponse }> => {
    const { id: _id, ...create } = sampleCreate(cast.worker.id, next)
    const changes = isPushing
      ? [
          {
            ...create,
            id: newId<string>(Date.now(), crypto),
            set: { ...(create as { set: object }).set, gridId: grid },
            n: next++,
          },
        ]
      : []
    const request: SyncRequest = {
      v: 1,
      app: 'bench',
      req: newId(Date.now(), crypto),
      install,
      epoch: null,
      clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
      push: { from: changes[0]?.n ?? 0, waiting: changes.length, oldest: null, changes: changes },
      pull: { cursors, max: 262_144 },
      photos: { waiting: 0, bytes: 0 },
    }
    const body = JSON.stringify(request)
    const startedAt = performance.now()
    const response = await phone.network.send('/api/sync/1', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...deviceHeader(phone.session.device) },
    })
    const answer = (await response.json()) as SyncResponse
    return { ms: performance.now() - startedAt, answer }
  }
  // Cursors at every head: nothing is new.
  const cursors: Record<string, number> = {}
  for (let isMore = true; isMore;) {
    const { answer } = await call(cursors, false)
    for (const page of answer.pull!.pages) cursors[page.scope] = page.to
    isMore = answer.pull!.pages.some((page) => page.more)
    if (!isMore) for (const entered of answer.pull!.enter) cursors[entered] ??= 0
  }
  const [one, page, push]: [number[], number[], number[]] = [[], [], []]
  await call(cursors, true)
  for (let i = 0; i < asked; i++) {
    one.push((await call({ ...cursors, [scope]: cursors[scope]! }, false)).ms)
    page.push((await call({ ...cursors, [scope]: 0 }, false)).ms)
    push.push((await call(cursors, true)).ms)
    // The cursor goes along, so that each pull of one change finds one.
    cursors[scope] = (cursors[scope] ?? 0) + 1
  }
  if (world.errors.length > 0) throw new Error('the server reported errors')
  return { one, page, push }
}
