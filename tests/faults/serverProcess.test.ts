// P: the server's process is killed, frozen, overloaded and restarted. Real processes on a real
// database, on both engines.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { importPlan } from '#client/http/plan.ts'
import type { PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Place } from '#domain/place.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { aDatabase } from '../aPostgres.ts'
import { aNodeSite, type NodeSite } from './kit/aNode.ts'
import { poison, trapped, type TrappedDriver } from './kit/failpoints.ts'
import { openEngine } from './kit/openEngine.ts'
import { row, type Sentence, type Use } from './kit/row.ts'
import { aSite, live } from './kit/site.ts'

const reports = "t = 'report'"

/**
 * A site whose nodes are processes, on SQLite in a file and, in the long run, on PostgreSQL, where
 * the journeys go each time.
 */
const engines = {
  SQLite: () => aNodeSite(),
  PostgreSQL: async (use: Use) =>
    aNodeSite(
      (await use(aDatabase().then((database) => ({ ...database, close: () => database.drop() }))))
        .url,
    ),
}

const onBothEngines =
  (...sentence: Sentence) =>
  (work: (site: NodeSite) => Promise<void>): void => {
    for (const [engine, open] of Object.entries(engines))
      row(...sentence)(
        async (use) => work(await use(await open(use))),
        engine,
        engine === 'PostgreSQL' ? { tags: 'long' } : {},
      )
  }

onBothEngines(
  'P1',
  'killed before its commit',
  'the phone sends again',
)(async (site) => {
  const phone = await site.phone('worker')
  for (let i = 0; i < 5; i++) await phone.report()
  await site.node.arm('beforeCommit')
  expect(await phone.sync()).toMatchObject({ ok: false })
  await site.startAgain()
  expect(await site.count('journal')).toBe(0)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(5)
})

onBothEngines(
  'P2',
  'killed between commit and answer',
  'sent again it is known',
)(async (site) => {
  const phone = await site.phone('worker')
  for (let i = 0; i < 5; i++) await phone.report()
  await site.node.arm('afterCommit')
  expect(await phone.sync()).toMatchObject({ ok: false })
  expect(await site.count('journal')).toBe(5)
  expect(await phone.session.capture.outbox.where('fate').equals('waiting').count()).toBe(5)
  await site.startAgain()
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(5)
})

/** Short for each commit; longer by hand. */
const killingMs = Number(process.env['GRIDWALK_KILLING_MS'] ?? 10_000)

onBothEngines(
  'P3',
  'killed every second under load',
  'everything is through afterwards',
)(async (site) => {
  const phones = [
    await site.phone('worker'),
    await site.phone('volunteer'),
    await site.phone('neighbour'),
  ]
  const end = Date.now() + killingMs
  let kills = 0
  const killing = (async () => {
    while (Date.now() < end || kills < 3) {
      await sleep(1000)
      site.node.signal('SIGKILL')
      kills++
      await site.startAgain()
    }
  })()
  const working = phones.map(async (phone, i) => {
    while (Date.now() < end || kills < 3) {
      await phone.report({
        gridId: (i === 2 ? 'g-2' : 'g-1') as never,
        placeId: (i === 2 ? 'p-2' : 'p-1') as never,
      })
      await phone.sync()
      await sleep(30)
    }
  })
  await Promise.all([killing, ...working])
  expect(kills).toBeGreaterThan(2)
  expect(await site.verdict()).toEqual([])
  // One that was in work at four deaths is held to have caused them (S11): it is parked, and shown.
  const parked = await site.count('row_state', "t = 'case'")
  expect((await site.count('row_state', reports)) + parked).toBe(site.oracle.acts.length)
})

row(
  'P5',
  'a bad change in the middle of a batch',
  'nine are applied and one is parked',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 10; i++) {
    if (i === 3) await phone.report({ gridId: 'g-nowhere' as never, note: '不存在的网格' })
    else await phone.report()
  }
  await phone.sync()
  expect(await site.count('row_state', reports)).toBe(9)
  expect(await site.count('journal')).toBe(10)
  expect(
    (await phone.views()).filter((view) => view.attention).map((view) => view.report.note),
  ).toEqual(['不存在的网格'])
  expect(await site.verdict()).toEqual([])
})

for (const [engine, address] of [
  ['SQLite', null],
  ['PostgreSQL', 'postgres'],
] as const) {
  row(
    'P6',
    'the database reports a deadlock or a serialisation failure',
    'the transaction is tried again, and nobody notices',
  )(async (use) => {
    const database =
      address && (await use(aDatabase().then((fresh) => ({ ...fresh, close: () => fresh.drop() }))))
    let driver: TrappedDriver | undefined
    const site = await use(
      aSite({
        openDriver: (file) =>
          (driver = trapped(openEngine(database ? database.url : file), () => undefined)),
      }),
    )
    const phone = await site.phone('worker')
    for (let i = 0; i < 5; i++) await phone.report()
    driver!.arm('serializationFailure', 3)
    for (let round = 0; round < 5; round++) await phone.sync()
    expect(
      await site.count('journal', "result LIKE '%parked%'"),
      'the engine’s trouble is not the change’s',
    ).toBe(0)
    expect(await site.verdict()).toEqual([])
    expect(await site.count('row_state', reports)).toBe(5)
  }, engine)
}

row(
  'P7',
  'a node freezes while it holds a lock',
  'it times out and the other nodes go on',
)(async (use) => {
  const database = await use(aDatabase().then((fresh) => ({ ...fresh, close: () => fresh.drop() })))
  const site = await use(aNodeSite(database.url))
  const frozen = site.node
  const phones = [await site.phone('worker'), await site.phone('worker')]
  for (const phone of phones) {
    await phone.sync()
    await phone.report()
  }
  const other = await site.start()
  await frozen.arm('beforeCommit', 'SIGSTOP')
  const stuck = phones[0]!.sync()
  await sleep(500)
  site.proxy.aimAt(other.port)
  // The same scope: it must wait for the frozen node's lock to be taken away, and then go on.
  const { loop, idleWithin } = live(phones[1]!)
  void loop.syncNow()
  const tookMs = await idleWithin(40_000)
  loop.stop()
  expect(tookMs).toBeLessThan(40_000)
  frozen.signal('SIGKILL')
  await stuck
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(2)
}, 'PostgreSQL')

row(
  'P8',
  'nodes are restarted one after another under load',
  'the phones do not notice',
)(async (use) => {
  const database = await use(aDatabase().then((fresh) => ({ ...fresh, close: () => fresh.drop() })))
  const site = await use(aNodeSite(database.url))
  const phones = [await site.phone('worker'), await site.phone('supervisor')]
  const lives = phones.map((phone) => live(phone))
  const faults: unknown[] = []
  for (let restart = 0; restart < 4; restart++) {
    const before = site.node
    const next = await site.start()
    for (const phone of phones) await phone.report()
    lives.forEach(({ loop }) => loop.syncSoon())
    site.proxy.aimAt(next.port)
    site.node = next
    await sleep(600)
    await before.end()
    lives.forEach(({ loop }) => void loop.syncNow())
    await Promise.all(lives.map(({ idleWithin }) => idleWithin(10_000)))
  }
  lives.forEach(({ loop, states }) => {
    loop.stop()
    faults.push(...states.slice(-1).filter((state) => state.fault !== null))
  })
  expect(faults).toEqual([])
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(8)
}, 'PostgreSQL')

onBothEngines(
  'P11',
  'killed in the middle of an import of the plan',
  'nothing of it is there, or all of it once',
)(async (site) => {
  const { network } = await site.phone('supervisor')
  const before = await site.count('row_state', "t = 'place'")
  const there = async () => [
    (await site.count('row_state', "t = 'place'")) - before,
    await site.count('row_state', "t = 'planImport'"),
    await site.count('audit', "action = 'planImported'"),
  ]
  const importing = (id: PlanImportId, nameOf: (n: number) => string) =>
    importPlan(network, { id, fileName: '楼栋.csv', rows: places(200, nameOf) })
  const anId = () => newId<PlanImportId>(Date.now(), crypto)
  const [id, deadly] = [anId(), anId()]

  // Half of it is written by then, in statements of many rows.
  expect(await importing(deadly, (n) => (n === 100 ? poison : `${n}号`))).toMatchObject({
    ok: false,
  })
  await site.startAgain()
  expect(await there()).toEqual([0, 0, 0])
  await site.node.arm('afterCommit')
  expect(await importing(id, (n) => `${n}号`)).toMatchObject({ ok: false })
  await site.startAgain()
  expect(await there()).toEqual([200, 1, 1])
  expect(await importing(id, (n) => `${n}号`)).toEqual({ ok: true, value: { isAgain: true } })
  expect(await there()).toEqual([200, 1, 1])
  expect(await site.verdict()).toEqual([])
})

const places = (count: number, nameOf: (n: number) => string): PlanRowChange[] =>
  Array.from({ length: count }, (_, n) => {
    const set = {
      ...{ id: `new-${n}`, type: 'building', code: `N-${n}`, name: nameOf(n) },
      ...{ gridId: 'g-1', parentId: null, lat: 28, lon: 124 },
    } as Place
    return { t: 'place', id: set.id, before: 0, set }
  })

onBothEngines(
  'P9',
  'a transaction stays open for a long time',
  'nobody else waits for it',
)(async (site) => {
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  await desk.sync()
  let release: () => void = () => undefined
  const isHeld = new Promise<void>((resolve) => (release = resolve))
  const reading = openEngine(site.engine)
  const idle = reading
    .read(async (session) => {
      await session.all('SELECT COUNT(*) FROM journal')
      await isHeld
    })
    .catch(() => undefined)
  for (let i = 0; i < 3; i++) {
    const id = await phone.report()
    const from = Date.now()
    expect(await phone.sync()).toMatchObject({ ok: true })
    expect(await desk.sync()).toMatchObject({ ok: true })
    expect(Date.now() - from).toBeLessThan(5000)
    expect((await desk.view(id)).report.id).toBe(id)
  }
  release()
  await idle
  await reading.close()
  expect(await site.verdict()).toEqual([])
})
