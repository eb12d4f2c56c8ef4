// Several nodes on one PostgreSQL, all at once, and the database shot in the middle. Short for each
// commit; GRIDWALK_FIRE=20 makes it twenty times as long.
import { rowOf } from '#domain/row.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import type { ScopeId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import type { SyncResponse } from '#protocol/messages.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { aDatabase, aPostgres, type Database } from '../aPostgres.ts'
import { aProtocolClient, type Envelope, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aJpeg, aWorld, cast, origin, type World } from '../world.ts'

const fire = Number(process.env['GRIDWALK_FIRE'] ?? 1)

let database: Database
let nodes: World[]
beforeAll(async () => {
  database = await aDatabase()
  const open = () => aWorld({ openDriver: () => openPostgres({ url: database.url }) })
  nodes = [await open(), await open()]
}, 60_000)
afterAll(async () => {
  expect(nodes.flatMap((node) => node.errors)).toEqual([])
  for (const node of nodes) await node.close()
  await database.drop()
}, 60_000)

const rows = <R>(sql: string): Promise<R[]> =>
  nodes[0]!.driver.read((session) => session.all<R>(sql))

async function send(
  node: Pick<World, 'fetch'>,
  client: ProtocolClient,
  envelopes: Envelope[],
): Promise<{ status: number; push: SyncResponse['push'] }> {
  const headers = {
    Authorization: client.authorization,
    Origin: origin,
    'Content-Type': 'application/json',
  }
  const answer = await node.fetch(
    new Request(`${origin}/api/sync/1`, {
      method: 'POST',
      headers,
      body: JSON.stringify(client.request(envelopes)),
    }),
  )
  return { status: answer.status, push: ((await answer.json()) as SyncResponse).push }
}

/** Every number of every scope is there once, up to its head. */
async function expectNoGap(): Promise<void> {
  const crooked = await rows(
    `SELECT s.id FROM scope s LEFT JOIN row_scope o ON o.scope = s.id GROUP BY s.id, s.head HAVING coalesce(max(o.seq), 0) > s.head OR count(o.seq) > s.head`,
  )
  expect(crooked).toEqual([])
}

it(
  'N6 one request that reaches two nodes at the same moment is carried out once',
  { timeout: 60_000 * fire },
  async () => {
    const client = await aProtocolClient(nodes[0]!, 'worker')
    for (let round = 0; round < 12 * fire; round++) {
      const envelopes = [client.creation(), client.creation(), client.creation()]
      const answers = await Promise.all(nodes.map((node) => send(node, client, envelopes)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(answers.flatMap(({ push }) => push.results.map((result) => result.s))).toEqual(
        Array(6).fill('applied'),
      )
      expect(
        answers
          .map(({ push }) => push.results.filter((result) => result.again === 1).length)
          .sort(),
      ).toEqual([0, 3])
    }
    const [counted] = await rows<{ n: number; ids: number }>(
      `SELECT count(*) AS n, count(DISTINCT change_id) AS ids FROM journal WHERE install = '${client.install}'`,
    )
    expect(counted).toEqual({ n: 36 * fire, ids: 36 * fire })
    await expectNoGap()
  },
)

it(
  'one report that two supervisors take on at two nodes is dispatched once, and the other is told why not',
  { timeout: 60_000 * fire },
  async () => {
    const worker = await aProtocolClient(nodes[0]!, 'worker')
    const desks = [
      await aProtocolClient(nodes[0]!, 'supervisor'),
      await aProtocolClient(nodes[1]!, 'colleague'),
    ]
    for (let round = 0; round < 10 * fire; round++) {
      const envelope = worker.creation()
      await worker.push(envelope)
      await desks[0]!.push(desks[0]!.step(envelope.row, 'accept', 'reported', 'accepted'))
      const answers = await Promise.all(
        desks.map((desk, i) =>
          send(nodes[i]!, desk, [
            desk.step(envelope.row, 'dispatch', 'accepted', 'dispatched', {
              handlerId: cast.handler.id,
              dueAt: Date.now() + 3_600_000,
            }),
          ]),
        ),
      )
      const outcomes = answers.map(({ push }) => push.results[0]!)
      expect(outcomes.map(({ s }) => s).sort()).toEqual(['applied', 'parked'])
      expect(outcomes.map(({ fault }) => fault?.code).filter(Boolean)).toEqual(['wrongStanding'])
    }
    await expectNoGap()
  },
)

it(
  'one report that two nodes hand on at once goes through both hands, and leaves the lists of those it left',
  { timeout: 60_000 * fire },
  async () => {
    const worker = await aProtocolClient(nodes[0]!, 'worker')
    const desks = [
      await aProtocolClient(nodes[0]!, 'supervisor'),
      await aProtocolClient(nodes[1]!, 'colleague'),
    ]
    for (let round = 0; round < 10 * fire; round++) {
      const envelope = worker.creation()
      const hand = (desk: ProtocolClient, from: string, handlerId: string): Envelope =>
        desk.step(envelope.row, 'dispatch', from, 'dispatched', { handlerId })
      await worker.push(envelope)
      await desks[0]!.push(
        desks[0]!.step(envelope.row, 'accept', 'reported', 'accepted'),
        hand(desks[0]!, 'accepted', cast.handler.id),
      )
      const answers = await Promise.all(
        desks.map((desk, i) =>
          send(nodes[i]!, desk, [
            hand(desk, 'dispatched', [cast.supervisor, cast.colleague][i]!.id),
          ]),
        ),
      )
      expect(answers.map(({ push }) => push.results[0]!.s)).toEqual(['applied', 'applied'])
      const { row, scopes } = await nodes[0]!.deps.storage.read(async (tx) => ({
        row: await tx.row('report', envelope.row as string),
        scopes: await tx.scopesOf('report', envelope.row as string),
      }))
      const holder = (row?.f as unknown as Report).steps.at(-1)!.handlerId
      expect(scopes.sort()).toEqual(['work:g-1', `me:${cast.worker.id}`, `me:${holder}`].sort())
    }
    await expectNoGap()
  },
)

it(
  'a photo that comes in at one node while a report names it at the other has arrived',
  { timeout: 60_000 * fire },
  async () => {
    const client = await aProtocolClient(nodes[0]!, 'worker')
    const named: { row: unknown; hashes: string[] }[] = []
    for (let round = 0; round < 8 * fire; round++) {
      const [photo, thumb] = [aJpeg(7000 + round * 2, 900), aJpeg(7001 + round * 2, 800)]
      const [hash, small] = [await sha256(photo), await sha256(thumb)]
      const envelope = client.creation({
        photos: [
          {
            hash,
            bytes: 900,
            thumb: { hash: small, bytes: 800 },
            width: 8,
            height: 6,
            role: 'near',
            takenAt: Date.now(),
          },
        ],
      })
      const put = (bytes: ArrayBuffer, name: string) =>
        nodes[1]!.fetch(
          new Request(`${origin}/api/photos/${name}`, {
            method: 'PUT',
            headers: {
              Authorization: client.authorization,
              Origin: origin,
              'Content-Length': String(bytes.byteLength),
            },
            body: bytes,
          }),
        )
      const [pushed, ...puts] = await Promise.all([
        send(nodes[0]!, client, [envelope]),
        put(photo, hash),
        put(thumb, small),
      ])
      expect([pushed.push.results[0]?.s, ...puts.map(({ status }) => status)]).toEqual([
        'applied',
        200,
        200,
      ])
      named.push({ row: envelope.row, hashes: [hash, small].sort() })
    }
    for (const { row, hashes } of named) {
      const kept = await nodes[0]!.deps.storage.read((tx) => tx.row('report', row as string))
      expect((kept?.f as unknown as Report).arrived).toEqual(hashes)
    }
  },
)

it(
  'a reader at one node misses nothing of what 24 write at two',
  { timeout: 60_000 * fire },
  async () => {
    const name = 'work:fire' as ScopeId
    const each = 5 * fire
    const seen: number[] = []
    let at = 0
    let isDone = false
    const poll = async (): Promise<void> => {
      for (const { seq } of await nodes[1]!.deps.storage.read((tx) => tx.rowsAfter(name, at, 7)))
        seen.push((at = seq))
    }
    const reading = (async () => {
      while (!isDone) await poll()
    })()
    await Promise.all(
      Array.from({ length: 24 }, async (_, writer) => {
        for (let i = 0; i < each; i++) {
          await nodes[writer % 2]!.deps.storage.write(async (tx) => {
            await tx.lockScopes([name, 'work:else' as ScopeId])
            await tx.putRow(rowOf({ t: 'report', id: uuid(), v: 1, fv: {} }, {}), [
              name,
              'work:else' as ScopeId,
            ])
            if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 6))
          })
        }
      }),
    )
    isDone = true
    await reading
    while (at < 24 * each) await poll()
    expect(seen).toEqual(Array.from({ length: 24 * each }, (_, i) => i + 1))
  },
)

it(
  'a database that dies in the middle, again and again, loses nothing it acknowledged and doubles nothing',
  { timeout: 60_000 * fire },
  async () => {
    const server = await aPostgres()
    const world = await aWorld({ openDriver: () => openPostgres({ url: server.url }) })
    const clients = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'neighbour'),
    ]
    const acknowledged = new Set<string>()
    const statuses = new Set<number>()
    let isDone = false
    const working = clients.map(async (client) => {
      while (!isDone) {
        const envelopes = [client.creation(aVisitOf(client)), client.creation(aVisitOf(client))]
        for (let answer; answer?.status !== 200;) {
          answer = await send(world, client, envelopes)
          statuses.add(answer.status)
          if (answer.status !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
        }
        for (const { id } of envelopes) acknowledged.add(id)
      }
    })
    for (let shots = 0; shots < 3 * fire; shots++) {
      const before = acknowledged.size
      while (acknowledged.size < before + 20)
        await new Promise((resolve) => setTimeout(resolve, 20))
      await server.killHard()
      await server.start()
    }
    isDone = true
    await Promise.all(working)
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
    const journal = await world.driver.read((session) =>
      session.all<{ change_id: string }>('SELECT change_id FROM journal'),
    )
    expect(journal.map((entry) => entry.change_id).sort()).toEqual([...acknowledged].sort())
    const [reports] = await world.driver.read((session) =>
      session.all<{ n: number }>("SELECT count(*) AS n FROM row_state WHERE t = 'report'"),
    )
    expect(reports!.n).toBe(acknowledged.size)
    await world.close()
    await server.stop()
  },
)

const aVisitOf = (client: ProtocolClient): Partial<Report> => {
  const isNeighbour = client.me === cast.neighbour.id
  return {
    note: '',
    gridId: (isNeighbour ? 'g-2' : 'g-1') as never,
    placeId: (isNeighbour ? 'p-2' : 'p-1') as never,
  }
}
