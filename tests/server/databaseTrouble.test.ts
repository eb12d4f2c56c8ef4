// Damage and a full disk are troubles of their own: said plainly, and nothing goes into a database
// that loses it.
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtemp, rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createServer } from '#server/createServer.ts'
import { openServer } from '#server/openServer.ts'
import { guardDriver } from '#server/storage/sql/guardDriver.ts'
import type { SqlDriver, SqlSession } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { aProtocolClient } from '../aProtocolClient.ts'
import { aWorld } from '../world.ts'

interface Struck {
  code: string | null
  /** It passes with the first that meets it. */
  isBrief?: boolean
}
const strike = (trouble: Struck): Promise<never> => {
  const error = withCode(trouble.code!)
  if (trouble.isBrief) trouble.code = null
  return Promise.reject(error)
}

/** Answers with this error as long as one is set. */
function failing(driver: SqlDriver, trouble: Struck): SqlDriver {
  const act = (session: SqlSession): SqlSession => ({
    ...session,
    all: (sql, values) =>
      trouble.code && /FROM row_scope/.test(sql) ? strike(trouble) : session.all(sql, values),
    run: (sql, values) =>
      trouble.code && /INTO journal/.test(sql) ? strike(trouble) : session.run(sql, values),
  })
  return {
    ...driver,
    write: (work) => driver.write((session) => work(act(session))),
    read: (work) => driver.read((session) => work(act(session))),
  }
}
const withCode = (code: string): Error => Object.assign(new Error('from the engine'), { code })

async function aTroubled() {
  const trouble: Struck = { code: null }
  const world = await aWorld({
    openDriver: (file) => guardDriver(failing(openSqlite(file), trouble)),
  })
  const client = await aProtocolClient(world, 'worker')
  const fault = async (answer: Promise<Response>) => {
    const { status, body } = await answer.then(async (given) => ({
      status: given.status,
      body: (await given.json()) as { fault?: { code: string } },
    }))
    return [status, body.fault?.code]
  }
  const push = () =>
    fault(client.call('POST', '/api/sync/1', JSON.stringify(client.request([client.creation()]))))
  const pull = () =>
    fault(
      client.call(
        'POST',
        '/api/sync/1',
        JSON.stringify(client.request([], { pull: { cursors: {}, max: 100_000 } })),
      ),
    )
  return { world, trouble, push, pull }
}

describe('a database', () => {
  it.each(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB', 'XX001', 'XX002'])(
    'A7 whose pages are damaged (%s) takes nothing more in, and says so to every call',
    async (code) => {
      const { world, trouble, push, pull } = await aTroubled()
      trouble.code = code
      expect(await pull()).toEqual([503, 'serverDamaged'])
      // What is damaged stays so, whichever part a later call would have met.
      trouble.code = null
      expect(await push()).toEqual([503, 'serverDamaged'])
      expect(await pull()).toEqual([503, 'serverDamaged'])
      const ready = await world.fetch(new Request('http://localhost:8787/api/ready'))
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { v: 1, isReady: false, database: false, photos: true, reason: 'damaged' },
      ])
      expect(JSON.stringify(world.errors)).toContain('restore --new-epoch')
      await world.close()
    },
  )

  it.each(['SQLITE_FULL', 'ENOSPC', '53100'])(
    'A7 whose disk is full (%s) says so, and goes on by itself when there is room',
    async (code) => {
      const { world, trouble, push } = await aTroubled()
      trouble.code = code
      expect(await push()).toEqual([503, 'serverFull'])
      trouble.code = null
      const client = await aProtocolClient(world, 'worker')
      expect((await client.push(client.creation())).results).toMatchObject([{ s: 'applied' }])
      expect(world.errors).toEqual([])
      await world.close()
    },
  )

  // A leader that is being made refuses the first and takes the second: nothing of it is about the
  // change, which was once put aside for it.
  it.each(['25006', '0A000', '28P01', '42501', '57P03', 'SQLITE_BUSY', 'SQLITE_IOERR_WRITE'])(
    'that refuses once, for reasons of its own (%s), has no change put aside',
    async (code) => {
      const { world, trouble } = await aTroubled()
      const client = await aProtocolClient(world, 'worker')
      const request = JSON.stringify(client.request([client.creation()]))
      Object.assign(trouble, { code, isBrief: true })
      const first = await client.call('POST', '/api/sync/1', request)
      expect([trouble.code, first.status]).toEqual([null, 503])
      const again = await client.call('POST', '/api/sync/1', request)
      expect(await again.json()).toMatchObject({ push: { results: [{ s: 'applied' }] } })
      await world.close()
    },
  )

  it.each(['22P05', '23514', '54000', 'SQLITE_TOOBIG'])(
    'that cannot take what a change holds (%s) has that one put aside and no other',
    async (code) => {
      const { world, trouble } = await aTroubled()
      const client = await aProtocolClient(world, 'worker')
      Object.assign(trouble, { code, isBrief: true })
      const answer = await client.push(client.creation())
      expect([trouble.code, answer.results[0]]).toMatchObject([null, { s: 'parked' }])
      await world.close()
    },
  )

  it('is not called ready on a disk with hardly any room', async () => {
    const world = await aWorld()
    let free = 10_000_000
    const server = createServer({ ...world.deps, freeBytes: () => Promise.resolve(free) })
    const full = await server.fetch(new Request('http://localhost:8787/api/ready'))
    expect([full.status, await full.json()]).toEqual([
      503,
      { v: 1, isReady: false, database: true, photos: true, reason: 'full' },
    ])
    free = 10_000_000_000
    const again = createServer({ ...world.deps, freeBytes: () => Promise.resolve(free) })
    expect((await again.fetch(new Request('http://localhost:8787/api/ready'))).status).toBe(200)
    await world.close()
  })
})

describe('a server at its start', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['has damaged pages', (bytes) => bytes.fill(0x41, 4096 * 3, 4096 * 20)],
    ['is no database', (bytes) => bytes.fill(0x41)],
  ])('refuses a database file that %s, and says what to run', async (_what, act) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'gridwalk-damage-'))
    const databaseFile = join(dataFolder, 'gridwalk.db')
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never
    const open = () =>
      openServer(
        { publicUrl: 'http://localhost:8787', dataFolder, databaseFile, isDemo: false },
        quiet,
      )
    await (await open()).close()
    await writeFile(databaseFile, act(await readFile(databaseFile)))
    await expect(open()).rejects.toThrow(/damaged.*restore --new-epoch/)
    await rm(dataFolder, { recursive: true })
  })
})
