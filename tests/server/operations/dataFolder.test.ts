import { copyFile, cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from '#server/operations/commands/exitCodes.ts'
import { recogniseDatabase } from '#server/operations/dataFolder.ts'
import { openServer } from '#server/openServer.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import type { ReadTx } from '#server/storage/port/storage.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { aWorld, aPhone, type World } from '../../world.ts'

let around: string
let dataFolder: string
let databaseFile: string
const said: string[] = []
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (...what: unknown[]) => void said.push(JSON.stringify(what)),
} as never
const open = () =>
  openServer({ publicUrl: 'http://localhost:8787', dataFolder, databaseFile, isDemo: false }, log)

beforeEach(async () => {
  around = await mkdtemp(join(tmpdir(), 'gridwalk-folder-'))
  dataFolder = join(around, 'data')
  databaseFile = join(dataFolder, 'gridwalk.db')
  said.length = 0
})
afterEach(() => rm(around, { recursive: true }))

async function look<T>(ask: (tx: ReadTx) => Promise<T>): Promise<T> {
  const storage = await openStorage(openSqlite(databaseFile), () => 'never used')
  try {
    return await storage.read(ask)
  } finally {
    await storage.close()
  }
}
const epoch = () => look((tx) => tx.epoch())

/** Something happens to it. */
async function live(): Promise<void> {
  const driver = openSqlite(databaseFile)
  await driver.write((session) => session.run("UPDATE scope SET head = head + 5 WHERE id = 'org'"))
  await driver.close()
}

describe('the database file', () => {
  it('is whole by itself after a clean stop', async () => {
    await (await open()).close()
    expect((await stat(`${databaseFile}-wal`).catch(() => null))?.size ?? 0).toBe(0)
    const alone = join(around, 'alone.db')
    await copyFile(databaseFile, alone)
    const driver = openSqlite(alone)
    expect(
      await driver.read((session) => session.all('SELECT t FROM row_state ORDER BY t')),
    ).toEqual([expect.objectContaining({ t: 'grid' }), expect.objectContaining({ t: 'member' })])
    await driver.close()
  })

  it('that is put back from an older copy is noticed, without a backup and without a witness', async () => {
    await (await open()).close()
    const before = await epoch()
    await cp(databaseFile, join(around, 'old.db'))
    await live()
    await (await open()).close()
    expect(await epoch()).toBe(before)
    await cp(join(around, 'old.db'), databaseFile)
    await (await open()).close()
    expect(await epoch()).not.toBe(before)
    expect(said.join()).toContain('restore --new-epoch')
    expect(await look((tx) => tx.incidents(0))).toMatchObject([
      { type: 'databaseOlder', detail: { why: 'behind' } },
    ])
    // And only once.
    const after = await epoch()
    await (await open()).close()
    expect(await epoch()).toBe(after)
  })

  it('is known while the server runs, so that a copy from an hour ago is noticed after a power cut as well', async () => {
    await (await open()).close()
    const storage = await openStorage(openSqlite(databaseFile), () => 'never used')
    // Never closed, as by a power cut: the note of its start counts.
    await live()
    await recogniseDatabase({ dataFolder }, storage, { now: Date.now, log })
    await storage.write((tx) => tx.putNote('x', '1'))
    const driver = openSqlite(databaseFile)
    await driver.write((session) =>
      session.run("UPDATE scope SET head = head - 5 WHERE id = 'org'"),
    )
    await driver.close()
    await recogniseDatabase({ dataFolder }, storage, { now: Date.now, log })
    expect(said.join()).toContain('older')
    await storage.close()
  })
})

describe('a first run', () => {
  it.each([
    'photos/aa/bb/photo',
    'session-secret',
    'app-assets/main.js',
    'last-seen.json',
    'gridwalk.db-wal',
  ])('is refused where %s of an earlier life lies without its database', async (name) => {
    await (await open()).close()
    const keep = ['gridwalk.db']
    for (const left of await readdir(dataFolder))
      await rm(join(dataFolder, left), { recursive: true })
    const path = join(dataFolder, name)
    await cp(await aFile(), path, { recursive: true })
    const refused = await open().then(
      () => null,
      (error: unknown) => error,
    )
    expect(String(refused)).toContain(`${name.split('/')[0]}`)
    expect(String(refused)).toMatch(/Put gridwalk\.db back.*or name an empty folder with --data/)
    expect(exitCodeOf(refused)).toBe(exitCodes.remainsFound)
    // Nothing was touched: what is put back finds all as it was.
    expect((await stat(path)).size).toBe(9)
    expect((await readdir(dataFolder)).filter((left) => keep.includes(left))).toEqual([])
  })

  it('is refused beside the photos of a database whose content was in a file that is gone', async () => {
    const driver = openSqlite((databaseFile = join(around, 'bare.db')))
    await driver.close()
    await cp(await aFile(), join(dataFolder, 'photos', 'aa', 'photo'), { recursive: true })
    expect((await stat(databaseFile)).size).toBeGreaterThan(0)
    await expect(open()).rejects.toThrow(/Put bare\.db back/)
  })

  const aFile = async (): Promise<string> => {
    const path = join(around, 'a-file')
    await writeFile(path, 'nine byte')
    return path
  }
})

describe('a whole data folder put back from an older copy', () => {
  const start = (): Promise<World> => aWorld({ dataFolder, storageFile: databaseFile })

  it('is noticed by what phones have seen, and all their work reaches the desk', async () => {
    await cp(await emptyFolder(), dataFolder, { recursive: true })
    let world = await start()
    const network = {
      fetch: (request: Request) => world.fetch(request),
      invite: (...who: Parameters<World['invite']>) => world.invite(...who),
    }
    const [desk, ...phones] = [
      await aPhone(network, 'supervisor'),
      await aPhone(network, 'worker'),
      await aPhone(network, 'neighbour'),
      await aPhone(network, 'volunteer'),
    ]
    const before: string[] = []
    for (const phone of phones) before.push(await phone.report())
    for (const phone of [...phones, desk]) await phone.sync()
    await world.close()
    await cp(dataFolder, join(around, 'yesterday'), { recursive: true })
    world = await start()
    const epochBefore = await world.deps.storage.read((tx) => tx.epoch())
    const lost: string[] = []
    for (const phone of phones) for (let i = 0; i < 3; i++) lost.push(await phone.report())
    for (const phone of [...phones, desk]) await phone.sync()
    await world.close()
    await rm(dataFolder, { recursive: true })
    await cp(join(around, 'yesterday'), dataFolder, { recursive: true })
    world = await start()
    // Fewer than were lost, and by the desk only after as many again: no cursor stands out by then.
    await desk.sync()
    expect(await world.deps.storage.read((tx) => tx.epoch())).not.toBe(epochBefore)
    const news: string[] = []
    for (const phone of phones) for (let i = 0; i < 3; i++) news.push(await phone.report())
    for (let round = 0; round < 2; round++)
      for (const phone of [...phones, desk]) await phone.sync()
    const seen = new Set((await desk.views()).map(({ report }) => report.id as string))
    expect([...before, ...lost, ...news].filter((id) => !seen.has(id))).toEqual([])
    expect(await world.deps.storage.read((tx) => tx.incidents(0))).toMatchObject([
      { type: 'databaseOlder', detail: { why: 'phone' } },
    ])
    await world.close()
  })

  it('is believed of nobody twice in one life of the process, nor about what they may not read', async () => {
    await cp(await emptyFolder(), dataFolder, { recursive: true })
    const world = await start()
    const liar = await aPhone(world, 'volunteer')
    await liar.sync()
    const epochs = new Set<string>()
    const claim = async (scope: string): Promise<void> => {
      const known = await world.deps.storage.read((tx) => tx.epoch())
      epochs.add(known)
      const answer = await liar.network.send('/api/sync/1', {
        method: 'POST',
        headers: {
          Authorization: `Device ${liar.session.device.id}.${liar.session.device.secret}`,
        },
        body: JSON.stringify({
          v: 1,
          app: 'test',
          req: crypto.randomUUID(),
          install: crypto.randomUUID(),
          epoch: known,
          clock: { wall: Date.now(), zone: 'Asia/Shanghai' },
          push: { from: 0, waiting: 0, oldest: null, changes: [] },
          pull: { cursors: { [scope]: 1e9 }, max: 100_000 },
          photos: { waiting: 0, bytes: 0 },
        }),
      })
      expect(answer.status).toBe(200)
      epochs.add(await world.deps.storage.read((tx) => tx.epoch()))
    }
    await claim('care:g-2')
    expect(epochs.size).toBe(1)
    for (let i = 0; i < 3; i++) await claim('org')
    expect(epochs.size).toBe(2)
    await world.close()
  })

  const emptyFolder = () => mkdtemp(join(around, 'new-'))
})
