import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '#domain/report.ts'
import { drawDemo } from '#demo/drawDemo.ts'
import { openAssetStore } from '#server/assets/openAssetStore.ts'
import { openDevServer } from '#server/devServer.ts'
import { firstRun } from '#server/organisation/firstRun.ts'
import { openServer } from '#server/openServer.ts'
import { openFilePhotoStore } from '#server/photos/openPhotoStore.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openDriver } from '#server/storage/sql/openDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { welcome } from '#server/operations/welcome.ts'
import { aDatabase } from '../../aPostgres.ts'
import { cookieIn } from '../authWorld.ts'

// The real community, drawn once for all tests here: drawing its photos takes seconds.
vi.mock('#demo/drawDemo.ts', async (original) => {
  const { drawDemo } = await original<typeof import('#demo/drawDemo.ts')>()
  let drawn: ReturnType<typeof drawDemo> | undefined
  return { drawDemo: (now: number) => (drawn ??= drawDemo(now)) }
})

const publicUrl = 'http://localhost:8787'
const warnings: unknown[] = []
const log = {
  info: () => undefined,
  warn: (what: unknown) => warnings.push(what),
  error: () => undefined,
} as never
let dataFolder: string

beforeEach(async () => {
  warnings.length = 0
  dataFolder = await mkdtemp(join(tmpdir(), 'gridwalk-first-'))
})
afterEach(() => rm(dataFolder, { recursive: true }))

const options = (isDemo: boolean) => ({
  publicUrl,
  dataFolder,
  databaseFile: join(dataFolder, 'gridwalk.db'),
  isDemo,
})

async function enter(
  fetch: (request: Request) => Promise<Response>,
  url: string,
  origin = publicUrl,
) {
  const answer = await fetch(
    new Request(`${origin}/api/enrol`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret: url.split('#')[1], label: 'phone' }),
    }),
  )
  return {
    status: answer.status,
    cookie: cookieIn(answer),
    grant: (await answer.json()) as { member?: { roles: string[] } },
  }
}

describe('a first run with the demo', () => {
  it(
    'fills the database through the accept path, and lets three people in',
    { timeout: 60_000 },
    async () => {
      const server = await openServer(options(true), log)
      expect(warnings).toEqual([])
      expect(server.signIn.of).toBe('demo')
      const roles = []
      for (const { url } of server.signIn.links)
        roles.push(...((await enter(server.fetch, url)).grant.member?.roles ?? []))
      expect(roles).toEqual(['gridWorker', 'volunteer', 'supervisor'])
      const text = welcome(publicUrl, server.signIn)
      for (const { url } of server.signIn.links) expect(text).toContain(url)
      await server.close()

      const driver = openSqlite(join(dataFolder, 'gridwalk.db'))
      const storage = await openStorage(driver, () => 'never used')
      const reports = (await storage.read((tx) => tx.rows('report'))).map(
        (row) => row.f as unknown as Report,
      )
      expect(reports.length).toBeGreaterThan(50)
      expect(
        reports.every(
          (report) => typeof report.receivedAt === 'number' && report.receivedAt <= Date.now(),
        ),
      ).toBe(true)
      expect(new Set(reports.map((report) => report.standing)).size).toBeGreaterThan(8)
      const counts = await driver.read((session) =>
        session.all<{ rows: number; changes: number }>(
          `SELECT (SELECT count(*) FROM row_state WHERE t IN ('report', 'patrol')) AS rows, (SELECT count(*) FROM journal) AS changes`,
        ),
      )
      expect(counts[0]!.changes).toBeGreaterThan(counts[0]!.rows)
      const trouble = await storage.read(async (tx) => ({
        parked: (await tx.rows('case')).map((row) => (row.f.fault as { code: string }).code).sort(),
        holding: (await tx.devices())
          .map((device) => [device.waitingChanges, device.waitingPhotos, device.revokedAt !== null])
          .filter(([changes]) => changes),
        incidents: (await tx.incidents(0)).map(({ type, detail }) => [
          type,
          detail['why'],
          detail['changes'],
          detail['photos'],
        ]),
      }))
      expect(trouble.parked).toEqual(['unknownReport', 'wrongStanding'])
      expect(trouble.holding.sort()).toEqual([
        [2, 4, true],
        [3, 5, false],
      ])
      expect(trouble.incidents).toEqual([['unsentLeft', 'revoked', 2, 4]])
      await storage.close()

      const again = await openServer(options(true), log)
      expect(again.signIn.of).toBe('demo')
      expect(again.signIn.links.map((link) => link.url)).not.toEqual(
        server.signIn.links.map((link) => link.url),
      )
      await again.close()

      // Served as if for real, or from an address that others reach: nobody invented is let in.
      for (const other of [
        { ...options(false) },
        { ...options(true), publicUrl: 'http://walk.example' },
      ]) {
        const served = await openServer(other, log)
        expect(served.signIn).toEqual({ of: 'demo', links: [] })
        expect(welcome(other.publicUrl, served.signIn, other.isDemo)).not.toContain('/enrol')
        await served.close()
      }
    },
  )

  it('that was killed half-way begins again from nothing', { timeout: 60_000 }, async () => {
    const file = join(dataFolder, 'gridwalk.db')
    const driver = openSqlite(file)
    await migrate(driver)
    const storage = await openStorage(driver, () => 'epoch')
    const photos = await openFilePhotoStore(join(dataFolder, 'photos'), storage)
    const assets = await openAssetStore({ dataFolder }, storage)
    let written = 0
    const dying: SqlDriver = {
      ...driver,
      write: (work) =>
        driver.write((session) =>
          work({
            ...session,
            run: (sql, values) =>
              /INTO journal/.test(sql) && ++written > 20
                ? Promise.reject(new Error('power cut'))
                : session.run(sql, values),
          }),
        ),
    }
    await expect(
      firstRun({ driver: dying, photos, assets, isDemo: true, now: Date.now, log }),
    ).rejects.toThrow('power cut')
    expect(await driver.read((session) => session.all('SELECT id FROM row_state'))).toEqual([])
    await driver.close()
    const server = await openServer(options(true), log)
    expect(warnings).toEqual([])
    const entered = await enter(server.fetch, server.signIn.links[0]!.url)
    const { map } = await drawDemo(0)
    const shown = await server.fetch(
      new Request(`${publicUrl}/api/assets/${map.basemap.hash}`, {
        headers: { Cookie: entered.cookie },
      }),
    )
    expect([entered.status, shown.status]).toEqual([200, 200])
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(map.archive)
    await server.close()
  })

  it('is one even where two nodes start at once', { timeout: 120_000 }, async () => {
    const { url: postgresUrl, drop } = await aDatabase()
    const nodes = await Promise.all(
      [1, 2].map((n) =>
        openServer({ ...options(true), dataFolder: join(dataFolder, String(n)), postgresUrl }, log),
      ),
    )
    expect(nodes.map((node) => node.signIn.of)).toEqual(['demo', 'demo'])
    const { cookie } = await enter(nodes[0]!.fetch, nodes[1]!.signIn.links[0]!.url)
    // Whoever one node let in, the other knows.
    const session = await nodes[1]!.fetch(
      new Request(`${publicUrl}/api/session`, { headers: { Cookie: cookie } }),
    )
    expect(await session.json()).toMatchObject({ member: { roles: ['gridWorker'] } })
    for (const node of nodes) await node.close()
    const driver = await openDriver({ databaseFile: '', postgresUrl })
    const [members] = await driver.read((each) =>
      each.all<{ count: number }>("SELECT count(*) AS count FROM row_state WHERE t = 'member'"),
    )
    const [twice] = await driver.read((each) =>
      each.all<{ count: number }>(
        "SELECT count(*) AS count FROM row_state WHERE t = 'member' AND v > 1",
      ),
    )
    expect([members!.count, twice!.count]).toEqual([10, 0])
    await driver.close()
    await drop()
  })

  it('stands in the development server as well', { timeout: 60_000 }, async () => {
    const dev = await openDevServer(dataFolder, 'http://localhost:5173')
    const first = (await dev.signInUrls()).gridWorker!
    const second = (await dev.signInUrls()).gridWorker!
    expect(first).toMatch(/^http:\/\/localhost:5173\/enrol#/)
    expect(second).not.toBe(first)
    const { cookie } = await enter(dev.fetch, second, 'http://localhost:5173')
    const session = await dev.fetch(
      new Request('http://localhost:5173/api/session', { headers: { Cookie: cookie } }),
    )
    expect(await session.json()).toMatchObject({ member: { roles: ['gridWorker'] } })
    await dev.close()
  })
})

describe('a first run without the demo', () => {
  it('makes one admin, whose link is renewed until they have come in', async () => {
    const first = await openServer(options(false), log)
    expect(first.signIn).toMatchObject({ of: 'admin', links: [{ member: { roles: ['admin'] } }] })
    await first.close()
    const second = await openServer(options(false), log)
    expect(second.signIn.links).toHaveLength(1)
    const { cookie } = await enter(second.fetch, second.signIn.links[0]!.url)
    const devices = await second.fetch(
      new Request(`${publicUrl}/api/members/devices`, { headers: { Cookie: cookie } }),
    )
    expect(devices.status).toBe(200)
    await second.close()
    const third = await openServer(options(false), log)
    expect(third.signIn).toEqual({ of: 'nobody', links: [] })
    // The key is the same one: whoever was signed in stays so.
    const session = await third.fetch(
      new Request(`${publicUrl}/api/session`, { headers: { Cookie: cookie } }),
    )
    expect(await session.json()).toMatchObject({ member: { roles: ['admin'] } })
    await third.close()
  })

  it('keeps its key for its own user only', async () => {
    await (await openServer(options(false), log)).close()
    const secret = join(dataFolder, 'session-secret')
    expect((await stat(secret)).mode & 0o777).toBe(0o600)
    expect((await readFile(secret, 'utf8')).length).toBeGreaterThanOrEqual(43)
  })
})
