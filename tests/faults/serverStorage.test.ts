// D, and P10: what the server stands on fails it. Full disks, old backups, a bucket on a bad day,
// bit rot, a replica that is behind.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'libsql'
import { expect, vi } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { openServer } from '#server/openServer.ts'
import { compareEngine } from '#server/operations/engineWatch.ts'
import { auditSome } from '#server/photos/photoAudit.ts'
import { objectPhotoStore } from '#server/photos/objectPhotoStore.ts'
import { openReplica } from '#server/storage/replica.ts'
import { bucketStore } from '#server/objectStore/bucketStore.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'
import { copyDatabase } from '#server/backup/snapshot.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openReadOnly } from '#server/storage/sql/sqlStorage.ts'
import { aBucket } from '../aBucket.ts'
import { aDatabase } from '../aPostgres.ts'
import { aBackedServer } from '../aBackedServer.ts'
import { cast, type Cast } from '../world.ts'
import { listen } from './kit/listen.ts'
import { openEngine } from './kit/openEngine.ts'
import type { Watched } from './kit/oracle.ts'
import { row, type Use } from './kit/row.ts'
import { aSite, photosIn, type Site, siteBefore } from './kit/site.ts'

const reports = "t = 'report'"
const waiting = ({ session }: Watched) =>
  session.capture.outbox.where('fate').equals('waiting').count()
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never

/** A site whose server has a backup, and may be lost and brought back. */
async function aBackedSite(use: Use) {
  const backed = await aBackedServer()
  const server = await listen((request) => backed.fetch(request))
  const site = await siteBefore(
    server.port,
    () => {
      const { deps, driver } = backed.world()
      return {
        storage: deps.storage,
        driver,
        photoBytes: photosIn(join(backed.dataFolder, 'photos')),
      }
    },
    (member) => backed.invite(member),
  )
  await use({
    close: async () => {
      await site.close()
      await server.close()
      await backed.discard()
    },
  })
  return { site, backed }
}

/**
 * Sessions are not copied: after a loss people are let in again, and their phones stay what they
 * are.
 */
async function enrolAgain(
  site: Site,
  invite: (who: Cast) => Promise<string>,
  ...phones: [Watched, Cast][]
): Promise<void> {
  for (const [phone, who] of phones)
    expect(await takeInvite(phone.network, await invite(who), 'again')).toMatchObject({ ok: true })
  expect(site.phones.length).toBeGreaterThan(0)
}

row(
  'D1',
  'the disk of the database is full',
  'nothing is acknowledged, and it goes on by itself when there is room',
)(async (use) => {
  const site = await use(aSite({ openDriver: openSqlite }))
  const phone = await site.phone('worker')
  await phone.report()
  await phone.sync()
  // The engine's own limit: SQLITE_FULL as a full disk gives it.
  const { connection } = site.world.driver as unknown as {
    connection: InstanceType<typeof Database>
  }
  const { page_count: pages } = connection.prepare('PRAGMA page_count').get() as {
    page_count: number
  }
  connection.exec(`PRAGMA max_page_count = ${pages}`)
  for (let i = 0; i < 40; i++) await phone.report({ note: '磁盘满了'.repeat(200) })
  expect(await phone.sync()).toMatchObject({ ok: false, fault: { code: 'serverFull' } })
  expect(await waiting(phone), 'nothing is acknowledged').toBe(40)
  expect((await phone.network.send('/api/health', { method: 'GET' })).status).toBeLessThan(600)
  connection.exec('PRAGMA max_page_count = 1073741823')
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(41)
})

row(
  'D2',
  'the disk fills up in the middle of a photo',
  'the offset stays honest, and the photo goes on',
)(async (use) => {
  const site = await use(aSite())
  const folder = join(site.world.folder, 'photos')
  const whole = folderStore(folder)
  let room = Infinity
  const full: ObjectStore = {
    ...whole,
    put: async (name, bytes) => {
      if ((room -= bytes.length) < 0)
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      return whole.put(name, bytes)
    },
  }
  site.world.deps.photos = objectPhotoStore(full, site.world.deps.storage)
  const phone = await site.phone('worker')
  await phone.report({ photos: [await phone.photo(1, 700_000)] })
  room = 300_000
  expect((await phone.sync()).ok).toBe(false)
  const [upload] = await site.truth.driver.read((session) =>
    session.all<{ upload_id: string }>('SELECT upload_id FROM upload'),
  )
  const offset = (await site.world.deps.photos.offset(upload!.upload_id))!
  expect(offset).toBeGreaterThan(0)
  expect(offset).toBeLessThanOrEqual(300_000)
  expect(
    await phone.session.capture.photo.where('state').equals('unreadable').count(),
    'the photo has done nothing wrong',
  ).toBe(0)
  room = Infinity
  const before = site.proxy.bytes.up
  expect(await site.verdict()).toEqual([])
  expect(site.proxy.bytes.up - before, 'only what was missing').toBeLessThan(
    700_000 - offset + 30_000,
  )
})

for (const lost of ['an old backup', 'a new machine'] as const) {
  row(
    'D4',
    'the backup of yesterday is put back',
    'phones resend what it lacks; nothing is missing and nothing is doubled',
  )(async (use) => {
    const { site, backed } = await aBackedSite(use)
    const [worker, desk] = [await site.phone('worker'), await site.phone('supervisor')]
    const ids = [await worker.report({ photos: [await worker.photo(1)] }), await worker.report()]
    await worker.sync()
    await backed.round()
    const yesterday = join(backed.folder, 'yesterday.db')
    await copyDatabase(backed.file, yesterday)
    ids.push(await worker.report({ photos: [await worker.photo(2)] }))
    await worker.sync()
    await desk.sync()
    await desk.step(await desk.view(ids[0]!), 'accept')
    await desk.sync()
    ids.push(await worker.report())
    await backed.loseEverything()
    if (lost === 'an old backup') await copyFile(yesterday, backed.file)
    await backed.restore()
    await backed.start()
    await enrolAgain(
      site,
      (who) => backed.invite(cast[who]),
      [worker, 'worker'],
      [desk, 'supervisor'],
    )
    expect(await site.verdict()).toEqual([])
    expect((await site.rows('report')).map((each) => each.id).sort()).toEqual([...ids].sort())
    expect((await desk.view(ids[0]!)).report.standing).toBe('accepted')
    expect(await site.count('photo')).toBe(4)
  }, lost)
}

row(
  'D5',
  'an old database is put back without saying so',
  'the server refuses to serve',
)(async (use) => {
  const around = await mkdtemp(join(tmpdir(), 'gridwalk-old-'))
  await use({ close: () => rm(around, { recursive: true, force: true }) })
  const dataFolder = join(around, 'data')
  await mkdir(dataFolder)
  const [databaseFile, watermarkFile] = [
    join(dataFolder, 'gridwalk.db'),
    join(around, 'witness.json'),
  ]
  const options = {
    publicUrl: 'http://localhost:8787',
    dataFolder,
    databaseFile,
    postgresUrl: null,
    replicaUrl: null,
    photoBucket: null,
    secret: null,
    isDemo: false,
    watermarkFile,
  } as unknown as Parameters<typeof openServer>[0]
  const open = (other = {}) => openServer({ ...options, ...other }, quiet)
  await (await open()).close()
  const old = join(dataFolder, 'old.db')
  await copyDatabase(databaseFile, old)
  // Something happens, and the watermark hears of it.
  const storage = openSqlite(databaseFile)
  await storage.write((session) => session.run("UPDATE scope SET head = head + 5 WHERE id = 'org'"))
  await storage.close()
  const second = await open()
  expect((await second.fetch(new Request('http://localhost:8787/api/health'))).status).toBe(200)
  await vi
    .waitFor(
      async () =>
        expect(JSON.parse(await readFile(watermarkFile, 'utf8'))).toMatchObject({
          heads: { org: expect.any(Number) as number },
        }),
      10_000,
    )
    .catch(() => undefined)
  await second.close()
  await expect(open({ databaseFile: old })).rejects.toThrow(/restore --new-epoch/)
  await (await open()).close()
})

row(
  'D6',
  'a failover loses the last seconds',
  'as with a backup',
)(async (use) => {
  const primary = await use(
    aDatabase().then((database) => ({ ...database, close: () => database.drop() })),
  )
  const site = await use(aSite({ openDriver: () => openEngine(primary.url) }))
  const phone = await site.phone('worker')
  const old = await phone.report()
  await phone.sync()
  const { driver, deps } = site.world
  await compareEngine(driver, deps.storage, Date.now)
  const epoch = await deps.storage.read((tx) => tx.epoch())
  // The standby lacks the last commits, and is another history to PostgreSQL.
  const tables = [
    'journal',
    'stream',
    'row_state',
    'row_scope',
    'scope',
    'photo',
    'photo_ref',
    'photo_deposit',
    'outcome',
    'history',
    'writer',
    'audit',
    'audit_chain',
  ]
  for (const table of tables)
    await driver.write((session) =>
      session.run(`CREATE TABLE standby_${table} AS SELECT * FROM ${table}`),
    )
  const late = await phone.report({ note: '故障转移前两秒' })
  await phone.sync()
  for (const table of tables) {
    await driver.write(async (session) => {
      await session.run(`DELETE FROM ${table}`)
      await session.run(`INSERT INTO ${table} SELECT * FROM standby_${table}`)
    })
  }
  expect(await site.count('row_state', reports)).toBe(1)
  await deps.storage.write((tx) => tx.putNote('engine', 'another cluster/00000001'))
  expect(await compareEngine(driver, deps.storage, Date.now), 'the server notices by itself').toBe(
    true,
  )
  expect(await deps.storage.read((tx) => tx.epoch())).not.toBe(epoch)
  expect(await site.verdict()).toEqual([])
  expect((await site.rows('report')).map((each) => each.id).sort()).toEqual([old, late].sort())
}, 'PostgreSQL')

for (const day of ['fail', 'stall', 'lose'] as const) {
  row(
    'D7',
    'the object store fails, stalls or loses an object',
    'the photo is not called stored, and is sent again',
  )(async (use) => {
    const bucket = await use(aBucket())
    const site = await use(aSite())
    const { deps } = site.world
    deps.photos = objectPhotoStore(bucketStore(bucket.address), deps.storage)
    site.truth.photoBytes = (hash) =>
      Promise.resolve(
        bucket.objects.get(`walk/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`) ?? null,
      )
    const phone = await site.phone('worker')
    await phone.report({ photos: [await phone.photo(1, 200_000)] })
    if (day === 'lose') bucket.loseNext()
    else bucket.next('PUT', day, day === 'stall' ? 1 : 6)
    const first = await phone.sync()
    if (day !== 'stall') expect(first.ok).toBe(false)
    expect(await phone.session.capture.photo.where('state').equals('unreadable').count()).toBe(0)
    expect(await site.count('row_state', reports), 'the text is through').toBe(1)
    expect(await site.verdict()).toEqual([])
    expect(await site.count('photo')).toBe(2)
  }, { fail: 'it fails', stall: 'it stalls', lose: 'it loses an object' }[day])
}

row(
  'D8',
  'a half-sent photo has expired',
  'it begins anew by itself',
)(async (use) => {
  let offset = 0
  const now = (): number => Date.now() + offset
  const site = await use(aSite({ now }))
  const phone = await site.phone('worker')
  await phone.report({ photos: [await phone.photo(1, 500_000)] })
  const { send } = phone.network
  let pieces = 0
  phone.network.send = (path, init) =>
    init.method === 'PATCH' && ++pieces > 1
      ? Promise.reject(new TypeError('out of reach'))
      : send(path, init)
  await phone.sync()
  phone.network.send = send
  expect(await site.count('upload')).toBe(1)
  expect(await site.count('photo')).toBe(1)
  offset = 8 * 24 * 3_600_000
  await site.world.deps.photos.sweep()
  expect(await site.verdict()).toEqual([])
  expect(await site.count('photo')).toBe(2)
})

row(
  'D9',
  'a backup runs while phones write',
  'phones wait a little and see no error',
)(async (use) => {
  const { site, backed } = await aBackedSite(use)
  const phone = await site.phone('worker')
  for (let i = 0; i < 200; i++) await phone.report({ note: '一条够长的说明'.repeat(100) })
  await phone.sync()
  const copies = Promise.all([1, 2, 3].map(async () => backed.world().deps.backup!.snapshot()))
  let isCopying = true
  void copies.finally(() => (isCopying = false))
  let slowest = 0
  while (isCopying) {
    await phone.report()
    const from = Date.now()
    expect(await phone.sync()).toMatchObject({ ok: true })
    slowest = Math.max(slowest, Date.now() - from)
  }
  expect((await copies).every(Boolean)).toBe(true)
  expect(slowest).toBeLessThan(8000)
  expect(await site.verdict()).toEqual([])
})

for (const repaired of ['from the backup', 'from the phone'] as const) {
  row(
    'D10',
    'a stored photo has gone bad',
    'the audit finds it and it comes back, from the backup or the phone',
  )(async (use) => {
    const { site, backed } = await aBackedSite(use)
    const phone = await site.phone('worker')
    const photo = await phone.photo(1, 90_000)
    await phone.report({ photos: [photo] })
    await phone.sync()
    if (repaired === 'from the backup') await backed.round()
    const file = join(
      backed.dataFolder,
      'photos',
      photo.hash.slice(0, 2),
      photo.hash.slice(2, 4),
      photo.hash,
    )
    const bytes = await readFile(file)
    bytes[40_000]! ^= 1
    await writeFile(file, bytes)
    const { deps } = backed.world()
    const outcome = await auditSome(
      {
        storage: deps.storage,
        photos: deps.photos,
        backupStore: repaired === 'from the phone' ? null : backed.backupStore,
        now: Date.now,
      },
      () => Promise.resolve(),
    )
    expect([outcome.repaired, outcome.missing]).toEqual(
      repaired === 'from the phone' ? [0, 1] : [1, 0],
    )
    expect(await site.count('incident', "type = 'photoRotten'")).toBe(1)
    // The phone asks what is backed up of what it handed in, and is told what is missing.
    await phone.session.capture.photo.toCollection().modify({ askedAt: 0 })
    expect(await site.verdict()).toEqual([])
    expect(
      await site.count('incident', "type = 'photoRotten' AND closed_at IS NULL"),
      'closed when it is back',
    ).toBe(0)
  }, repaired)
}

row(
  'P10',
  'the replica is behind',
  'nobody sees their own work disappear',
)(async (use) => {
  const site = await use(aSite({ openDriver: openSqlite }))
  const { world } = site
  const file = join(world.folder, 'replica.db')
  const follow = async (): Promise<void> => {
    await world.deps.replica?.close()
    await copyDatabase(join(world.folder, 'gridwalk.db'), file)
    world.deps.replica = openReplica(openReadOnly(openSqlite(file)))
  }
  await follow()
  await use({ close: async () => world.deps.replica?.close() })
  const [phone, other] = [await site.phone('worker'), await site.phone('worker')]
  for (let i = 0; i < 6; i++) {
    const id = await phone.report({ note: `第${i}条` })
    await phone.sync()
    expect((await phone.view(id)).receipt.state).not.toBe('onPhone')
    await other.sync()
    await phone.sync()
    expect((await phone.views()).length, 'own work does not disappear').toBe(i + 1)
    if (i === 3) await follow()
  }
  expect(await site.verdict()).toEqual([])
})
