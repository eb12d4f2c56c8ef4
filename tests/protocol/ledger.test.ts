// What one member may have stored: small allowances here, so that the end of one is near. The real
// ones: tests/server/hostileMember.test.ts.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { startSyncLoop } from '#client/sync/syncLoop.ts'
import { createLedger } from '#server/ledger/ledger.ts'
import { type Account, type Allowance, allowances } from '#server/ledger/limits.ts'
import { aProtocolClient } from '../aProtocolClient.ts'
import { aJpeg, aWorld, aPhone, cast, type Network, type World } from '../world.ts'

const dayMs = 86_400_000
let world: World
let clock: number
beforeEach(async () => {
  clock = Date.now()
  world = await aWorld({ now: () => clock })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const allow = (some: Partial<Record<Account, Partial<Allowance>>>): void => {
  const limits = Object.entries(allowances).map(([account, allowance]) => [
    account,
    { ...allowance, ...some[account as Account] },
  ])
  world.deps.ledger = createLedger(Object.fromEntries(limits) as typeof allowances)
}
const incidents = async () =>
  (await world.deps.storage.read((tx) => tx.incidents(0))).filter(
    ({ type }) => type === 'memberOver',
  )
const journal = (install: string) =>
  world.deps.storage.read((tx) => tx.journal(install as never, 1, 1000))

it('S13 what has no room is not taken in, nor what comes after it; what came before stands, and it goes on where it stopped', async () => {
  allow({ changes: { items: 3 } })
  const worker = await aProtocolClient(world, 'worker')
  const envelopes = Array.from({ length: 5 }, (_, i) => worker.creation({ note: `第 ${i} 条` }))
  const first = await worker.sync(envelopes, { pull: { cursors: {}, max: 100_000 } })
  expect(first.push).toMatchObject({
    last: 3,
    need: null,
    fork: false,
    later: { code: 'comeLater', detail: { what: 'changes', retryAfterSeconds: 900 } },
  })
  expect(first.push.results.map(({ n, s }) => [n, s])).toEqual([
    [1, 'applied'],
    [2, 'applied'],
    [3, 'applied'],
  ])
  expect(first.pull!.pages.length).toBeGreaterThan(0)
  const again = await worker.push(...envelopes)
  expect(again.results.map((result) => result.again)).toEqual([1, 1, 1])
  expect((await worker.push(...envelopes.slice(3))).results).toEqual([])
  expect(await journal(worker.install)).toHaveLength(3)
  clock += dayMs
  const { later, last, results } = await worker.push(...envelopes.slice(3))
  expect([later, last, results.map(({ s }) => s)]).toEqual([undefined, 5, ['applied', 'applied']])
})

it('S13 a conflict that has no room keeps its change on the phone, unacknowledged, until one is decided', async () => {
  allow({ parked: { items: 2 } })
  const [worker, supervisor] = [
    await aProtocolClient(world, 'worker'),
    await aProtocolClient(world, 'supervisor'),
  ]
  const envelopes = [
    ...[1, 2, 3].map((i) => worker.creation({ kind: `unknown-${i}` as never })),
    worker.creation(),
  ]
  const before = await worker.push(...envelopes)
  expect(before).toMatchObject({
    last: 2,
    later: { code: 'comeLater', detail: { what: 'parked' } },
  })
  // The change itself was charged with its conflict: neither is.
  expect(await world.deps.storage.read((tx) => tx.ledgerEntry(worker.me, 'changes'))).toMatchObject(
    { items: 2 },
  )
  const [open] = await world.deps.storage.read((tx) => tx.rows('case'))
  await supervisor.push(
    supervisor.patch(open!.id, { t: 'case', set: { decision: 'decline', reason: 'no such kind' } }),
  )
  const after = await worker.push(...envelopes.slice(2))
  expect([after.last, after.later, after.results.map(({ s }) => s)]).toEqual([
    4,
    undefined,
    ['parked', 'applied'],
  ])
})

it('S13 a member who decides their own parked work in the same call makes room for the next', async () => {
  allow({ parked: { items: 2 } })
  const supervisor = await aProtocolClient(world, 'supervisor')
  await supervisor.push(supervisor.creation({ kind: 'unknown-1' }))
  const [open] = await world.deps.storage.read((tx) => tx.rows('case'))
  const answer = await supervisor.push(
    supervisor.creation({ kind: 'unknown-2' }),
    supervisor.patch(open!.id, { t: 'case', set: { decision: 'decline', reason: 'mine' } }),
    supervisor.creation({ kind: 'unknown-3' }),
  )
  expect([answer.last, answer.later]).toEqual([4, undefined])
  expect(
    await world.deps.storage.read((tx) => tx.ledgerEntry(supervisor.me, 'parked')),
  ).toMatchObject({ items: 2 })
})

it('S13 a range named lost is an entry too', async () => {
  allow({ changes: { items: 2 } })
  const worker = await aProtocolClient(world, 'worker')
  const answer = await worker.sync([], {
    lost: [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ],
  })
  expect(answer.push).toMatchObject({ last: 2, later: { code: 'comeLater' } })
})

/** As an app answers that knows nothing of `later`. */
const withoutLater = (network: Network): Pick<Network, 'send'> => ({
  send: async (path, init) => {
    const answer = await network.send(path, init)
    if (!path.startsWith('/api/sync')) return answer
    const told = (await answer.json()) as { push?: { later?: unknown } }
    delete told.push?.later
    return new Response(JSON.stringify(told), { status: answer.status, headers: answer.headers })
  },
})

it.each(['today’s', 'an earlier'])(
  'a phone with %s app loses nothing, doubles nothing, sends its photos and hears news meanwhile',
  async (app) => {
    allow({ changes: { items: 10 } })
    const phone = await aPhone(world, 'worker', { now: () => clock })
    if (app === 'an earlier') phone.network.send = withoutLater({ ...phone.network }).send
    const ids = [await phone.report({ photos: [await phone.photo(1)] })]
    for (let i = 1; i < 25; i++) ids.push(await phone.report({ note: `${i}` }))
    const done = await phone.sync()
    expect(done).toMatchObject({ ok: true, value: { pushed: 10, photosSent: 2, isReading: true } })
    expect(done.ok && done.value.later?.code).toBe(app === 'an earlier' ? undefined : 'comeLater')
    const other = await aProtocolClient(world, 'colleague')
    await other.push(other.creation({ note: '别人的' }))
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 0 } })
    expect((await phone.views()).some((view) => view.report.note === '别人的')).toBe(true)
    expect(await phone.session.capture.outbox.where('fate').equals('waiting').count()).toBe(15)
    for (let day = 0; day < 2; day++) {
      clock += dayMs
      expect((await phone.sync()).ok).toBe(true)
    }
    const own = (await world.deps.storage.read((tx) => tx.rows('report'))).filter(
      (row) => row.f.by === phone.session.memberId,
    )
    expect(own.map((row) => row.id).sort()).toEqual([...ids].sort())
    expect(
      await journal((await phone.session.capture.meta.get('install'))!.value as string),
    ).toHaveLength(25)
    expect(await phone.session.capture.outbox.where('fate').equals('waiting').count()).toBe(0)
  },
)

it('the phone tells why it waits, and stays in contact', async () => {
  allow({ changes: { items: 1 } })
  const phone = await aPhone(world, 'worker', { now: () => clock })
  for (const note of ['1', '2']) await phone.report({ note })
  const faults: unknown[] = []
  const context = { ...phone.session, transport: phone.network, app: 'test', now: () => clock }
  const loop = startSyncLoop(context, {
    locks: undefined,
    random: () => 1,
    onState: ({ fault, isReading }) => faults.push([fault?.code, isReading]),
    onRound: () => undefined,
  })
  await loop.syncNow()
  expect(faults).toContainEqual(['comeLater', true])
  clock += dayMs
  await loop.syncNow()
  expect(faults.at(-1)).toEqual([undefined, true])
  loop.stop()
})

it('A8 a whole request is refused before a byte is stored, with what is over and when to come again', async () => {
  allow({ photos: { items: 1 }, uploads: { items: 1 } })
  const worker = await aProtocolClient(world, 'worker')
  const put = async (seed: number) => {
    const bytes = aJpeg(seed, 900)
    const hash = await sha256(bytes)
    return { hash, answer: await worker.call('PUT', `/api/photos/${hash}`, bytes) }
  }
  expect((await put(1)).answer.status).toBe(200)
  const { hash, answer } = await put(2)
  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '900'])
  expect(await answer.json()).toMatchObject({
    fault: {
      code: 'comeLater',
      detail: { what: 'photos', until: clock + dayMs, retryAfterSeconds: 900 },
    },
  })
  expect(await world.deps.photos.read(hash)).toBeNull()
  clock += dayMs
  expect((await put(2)).answer.status).toBe(200)
})

it('A8 a photo of which nothing was kept costs nothing', async () => {
  allow({ photos: { items: 2 } })
  const worker = await aProtocolClient(world, 'worker')
  const wrong = async () =>
    (await worker.call('PUT', `/api/photos/${'a'.repeat(64)}`, aJpeg(1, 900))).status
  expect([await wrong(), await wrong(), await wrong()]).toEqual([422, 422, 422])
  expect(await world.deps.storage.read((tx) => tx.ledgerEntry(worker.me, 'photos'))).toMatchObject({
    items: 0,
    bytes: 0,
  })
})

it('A8 what cannot be shown and has no room is not kept, stays on the phone and lets the next one by', async () => {
  allow({ quarantine: { items: 1 } })
  const phone = await aPhone(world, 'worker', { now: () => clock })
  const spoilt = async (seed: number) => {
    const bytes = aJpeg(seed, 5000).slice(0, 120)
    const hash = await sha256(bytes)
    await phone.session.capture.photo.put({
      hash,
      part: 'photo',
      size: 120,
      state: 'draft',
      savedAt: clock + seed,
    })
    await phone.session.capture.photoBytes.put({ hash, bytes })
    return {
      hash,
      bytes: 120,
      width: 8,
      height: 6,
      role: 'near' as const,
      takenAt: clock,
      thumb: { hash, bytes: 120 },
    }
  }
  const bad = [
    await spoilt(900),
    await spoilt(901),
    await spoilt(902),
    await spoilt(903),
    await spoilt(904),
  ]
  for (const photo of [...bad, await phone.photo(1)]) await phone.report({ photos: [photo] })
  expect(await phone.sync()).toMatchObject({
    ok: false,
    fault: { code: 'comeLater', detail: { what: 'quarantine' } },
  })
  const states = async () =>
    (await phone.session.capture.photo.toArray()).map(({ state }) => state).sort()
  expect(await states()).toEqual([
    'received',
    'received',
    'unreadable',
    ...Array.from({ length: 4 }, () => 'waiting'),
  ])
  const there = await Promise.all(bad.map(({ hash }) => world.deps.photos.read(hash)))
  expect(there.filter((bytes) => bytes !== null)).toHaveLength(1)
  expect(await world.deps.storage.read((tx) => tx.quarantine())).toHaveLength(1)
})

it('A8 an invite is not spent where there is no room for one more device', async () => {
  allow({ devices: { items: 1 } })
  const worker = await aProtocolClient(world, 'worker')
  const secret = await world.invite(cast.worker)
  const enrol = () =>
    worker.call('POST', '/api/enrol', JSON.stringify({ secret, label: 'x' }), {
      'Content-Type': 'application/json',
    })
  const refused = await enrol()
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ fault: expect.objectContaining({ code: 'comeLater' }) as object }),
  ])
  await world.deps.storage.write(async (tx) =>
    tx.putDevice({ ...(await tx.device(worker.device.id as never))!, revokedAt: clock }),
  )
  expect((await enrol()).status).toBe(200)
})

it('I1 the desk hears of a member who is beyond a limit once a day for each account, also when somebody has seen to it', async () => {
  allow({ changes: { items: 1 }, photos: { items: 1 } })
  const [worker, supervisor, neighbour] = [
    await aProtocolClient(world, 'worker'),
    await aProtocolClient(world, 'supervisor'),
    await aProtocolClient(world, 'neighbour'),
  ]
  const envelopes = [worker.creation(), worker.creation()]
  for (let i = 0; i < 4; i++) await worker.push(...envelopes)
  const [open, ...more] = await incidents()
  expect(more).toEqual([])
  expect(open).toMatchObject({
    memberId: worker.me,
    detail: { account: 'changes', over: 'items', limit: 1 },
  })
  const seen = (await (await supervisor.call('GET', '/api/incidents')).json()) as {
    incidents: { type: string }[]
  }
  expect(seen.incidents.map(({ type }) => type)).toEqual(['memberOver'])
  await supervisor.call(
    'POST',
    `/api/incidents/${open!.id}/close`,
    JSON.stringify({ note: 'a month on the mountain' }),
    { 'Content-Type': 'application/json' },
  )
  await worker.push(envelopes[1]!)
  expect(await incidents()).toHaveLength(1)
  for (const seed of [1, 2]) {
    const bytes = aJpeg(seed, 900)
    await worker.call('PUT', `/api/photos/${await sha256(bytes)}`, bytes)
  }
  expect((await incidents()).map(({ detail }) => detail.account).sort()).toEqual([
    'changes',
    'photos',
  ])
  clock += dayMs
  await worker.push(envelopes[1]!, worker.creation())
  expect((await incidents()).map(({ detail }) => detail.account).sort()).toEqual([
    'changes',
    'changes',
    'photos',
  ])
  expect(
    (await neighbour.push(neighbour.creation({ gridId: 'g-2' as never, placeId: 'p-2' as never })))
      .results,
  ).toHaveLength(1)
})
