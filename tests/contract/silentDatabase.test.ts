// A failover as a phone feels it: the database falls silent, refuses, or is held by another. The
// phone hears so before it gives up (20 s).
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { aDatabase } from '../aPostgres.ts'
import { aProtocolClient } from '../aProtocolClient.ts'
import { aWorld } from '../world.ts'

/** What lies between the server and its database: passes everything on, until it does not. */
async function aLine(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isSilent = false
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => isSilent || to.write(bytes))
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    fallSilent: () => void (isSilent = true),
    /** As after a failover: the old connections are dead, new ones find somebody. */
    recover: () => {
      isSilent = false
      for (const socket of sockets) socket.destroy()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function aPhoneBehindALine() {
  const database = await aDatabase()
  const line = await aLine(database.url)
  const world = await aWorld({ openDriver: () => openPostgres({ url: line.url }) })
  const client = await aProtocolClient(world, 'worker')
  const envelope = client.creation()
  /** Pushes and pulls, as a phone does. */
  const sync = async (): Promise<{
    status: number
    retryAfter: string | null
    code?: string
    seconds: number
    body: unknown
  }> => {
    const startedAt = performance.now()
    const answer = await client.call(
      'POST',
      '/api/sync/1',
      JSON.stringify(client.request([envelope], { pull: { cursors: {}, max: 100_000 } })),
    )
    const body = (await answer.json()) as { fault?: { code: string } }
    return {
      status: answer.status,
      retryAfter: answer.headers.get('Retry-After'),
      code: body.fault?.code,
      seconds: (performance.now() - startedAt) / 1000,
      body,
    }
  }
  const close = async (): Promise<void> => {
    await world.close()
    line.close()
    await database.drop()
  }
  return { database, line, world, client, envelope, sync, close }
}

const isBusy = {
  status: 503,
  code: 'serverBusy',
  retryAfter: expect.stringMatching(/^\d+$/) as string,
}
const aboveTheLimit = 15.5

describe.concurrent('a database in trouble', () => {
  it(
    'A6 where the database falls silent the phone is told to come again within 15 s, and what it sends again is there once',
    { timeout: 90_000 },
    async () => {
      const { line, envelope, sync, world, close } = await aPhoneBehindALine()
      expect((await sync()).status).toBe(200)
      line.fallSilent()
      // More at once than there are connections: some wait for a free one, some for a word.
      const answers = await Promise.all(Array.from({ length: 15 }, sync))
      for (const answer of answers) expect(answer).toMatchObject(isBusy)
      expect(Math.max(...answers.map(({ seconds }) => seconds))).toBeLessThan(aboveTheLimit)
      line.recover()
      const { status, seconds, body } = await sync()
      expect({ status, body }).toMatchObject({
        status: 200,
        body: {
          push: { last: 1, results: [{ n: 1, s: 'applied', again: 1 }] },
          pull: { member: 'm-worker' },
        },
      })
      expect(seconds).toBeLessThan(5)
      expect(
        await world.driver.read((session) =>
          session.all('SELECT n FROM journal WHERE change_id = ?', [envelope.id]),
        ),
      ).toEqual([{ n: 1 }])
      await close()
    },
  )

  it(
    'A6 where another holds what the phone needs it is told to come again within 15 s, and then gets through',
    { timeout: 90_000 },
    async () => {
      const { database, sync, client, close } = await aPhoneBehindALine()
      expect((await sync()).status).toBe(200)
      const other = openPostgres({ url: database.url, idleInTransactionMs: 0 })
      let endTransaction: () => void = () => undefined
      let holding: Promise<void> | undefined
      await new Promise<void>((held) => {
        holding = other.write(async (session) => {
          await session.first('SELECT install FROM stream WHERE install = ? FOR UPDATE', [
            client.install,
          ])
          held()
          await new Promise<void>((resolve) => (endTransaction = resolve))
        })
      })
      const answer = await sync()
      expect(answer).toMatchObject(isBusy)
      expect(answer.seconds).toBeLessThan(aboveTheLimit)
      endTransaction()
      await holding
      expect((await sync()).status).toBe(200)
      await other.close()
      await close()
    },
  )
})
