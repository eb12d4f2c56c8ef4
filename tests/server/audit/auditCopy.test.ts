import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { copyName, keepAuditCopy } from '#server/audit/auditCopy.ts'
import { openAuditKey, sealWith } from '#server/audit/auditKey.ts'
import { runBackup } from '#server/operations/commands/runBackup.ts'
import { runVerifyAudit } from '#server/operations/commands/runVerifyAudit.ts'
import { openServer } from '#server/openServer.ts'
import { restore } from '#server/restore/restore.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import { adminChain, clientLogChain } from '#server/storage/port/audit.ts'
import { migrations } from '#server/storage/sql/migrate.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { aDatabase, type Database } from '../../aPostgres.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, cast, referenceOfTheCast, type World } from '../../world.ts'

const secret = 'a secret of the tests, long enough to sign with'
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never

describe.each(['sqlite', 'postgres'] as const)('the check of the audit trail, on %s', (engine) => {
  let database: Database | null = null
  let around: string
  let folder: string
  let world: World
  let client: ProtocolClient
  let report: string
  let said: string
  const file = (): string => join(folder, 'gridwalk.db')
  const second = (): string => join(around, 'second')
  const options = () => ({
    dataFolder: folder,
    ...(database
      ? { databaseFile: '', postgresUrl: database.url, secret }
      : { databaseFile: file() }),
  })

  beforeAll(async () => {
    if (engine === 'postgres') database = await aDatabase()
  })
  afterAll(() => database?.drop())
  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'gridwalk-copy-'))
    folder = join(around, 'data')
    for (const each of [folder, second()]) await mkdir(each)
    const open = async (): Promise<SqlDriver> => {
      if (!database) return openSqlite(file())
      const driver = openPostgres({ url: database.url })
      await driver.write((session) => session.run('DROP SCHEMA public CASCADE'))
      await driver.write((session) => session.run('CREATE SCHEMA public'))
      return driver
    }
    world = await aWorld({
      dataFolder: folder,
      openDriver: open,
      sealing: async (driver) => sealWith(await openAuditKey(driver, options())),
    })
    client = await aProtocolClient(world, 'worker')
    const envelope = client.creation({ note: 'first' })
    report = envelope.row as string
    await client.push(envelope, client.creation(), client.creation())
    await client.push(client.patch(report, { set: { note: 'second' } }))
    await client.push(client.creation())
    await note()
  })
  afterEach(async () => {
    await world.close()
    await rm(around, { recursive: true })
  })

  const note = async (): Promise<void> =>
    (
      await keepAuditCopy({
        dataFolder: folder,
        backupStore: folderStore(second()),
        storage: world.deps.storage,
        key: await openAuditKey(world.driver, options()),
        now: Date.now,
        isOnly: !database,
      })
    ).close()
  const verify = (isWithSecond = false): Promise<boolean> => {
    said = ''
    return runVerifyAudit(
      { ...options(), ...(isWithSecond ? { backupAddress: second() } : {}) },
      (text) => void (said += text),
    )
  }
  const tamper = async (...texts: string[]): Promise<void> => {
    for (const sql of texts) await world.driver.write((session) => session.run(sql))
  }

  it('finds a trail that went on since it was noted as it was written', async () => {
    expect(await verify(true)).toBe(true)
    await client.push(client.creation())
    expect(await verify(true)).toBe(true)
    await note()
    expect(await verify(true)).toBe(true)
    expect(said).toMatch(/All of them are as they were written[\s\S]*since \d{4}-/)
  })

  it('notices a member who was made admin in the database', async () => {
    await tamper(
      `UPDATE row_state SET f = REPLACE(f, '"gridWorker"', '"admin"') WHERE t = 'member' AND id = '${cast.worker.id}'`,
    )
    expect(await verify()).toBe(false)
    expect(said).toContain(`member ${cast.worker.id}: this member may do what no entry gave them`)
    expect(said).toContain(`member ${cast.worker.id}: it is not what the server wrote`)
  })

  it('notices a member who was put into the database', async () => {
    await tamper(
      `INSERT INTO row_state (t, id, v, fv, f) VALUES ('member', 'm-new', 1, '{}', '{"id":"m-new","name":"x","roles":["admin"],"gridIds":[],"isActive":true}')`,
    )
    expect(await verify()).toBe(false)
    expect(said).toContain('member m-new')
  })

  const chain = (): string => clientLogChain(client.install as never)
  it.each<[string, () => string[], RegExp]>([
    [
      'the whole chain of administration was deleted',
      () => [
        `DELETE FROM audit WHERE chain = '${adminChain}'`,
        `DELETE FROM audit_chain WHERE chain = '${adminChain}'`,
      ],
      /org, entry \d+: it is gone/,
    ],
    [
      'the tail of a chain was cut and its head set back',
      () => [
        `DELETE FROM audit WHERE chain = '${chain()}' AND seq > 2`,
        `UPDATE audit_chain SET seq = 2, hash = (SELECT hash FROM audit WHERE chain = '${chain()}' AND seq = 2) WHERE chain = '${chain()}'`,
      ],
      /entry 3: it is gone/,
    ],
    [
      'a stream was deleted with its journal',
      () => [
        `DELETE FROM audit WHERE chain = '${chain()}'`,
        `DELETE FROM audit_chain WHERE chain = '${chain()}'`,
        `DELETE FROM stream WHERE install = '${client.install}'`,
        `DELETE FROM journal WHERE install = '${client.install}'`,
      ],
      /journal: there were 5, there are 0[\s\S]*it is gone/,
    ],
    [
      'a report was given another status',
      () => [
        `UPDATE row_state SET f = REPLACE(f, '"reported"', '"closed"') WHERE t = 'report' AND id = '${report}'`,
      ],
      /report [\w-]+: it is not what the server wrote/,
    ],
    [
      'a report was put back as it was before',
      () => [
        `UPDATE row_state SET v = 1, fv = '{}', f = REPLACE(f, 'second', 'first') WHERE t = 'report' AND id = '${report}'`,
      ],
      /report [\w-]+: it is not/,
    ],
    [
      'the seal of a report was taken away',
      () => [`UPDATE row_state SET seal = '' WHERE t = 'report' AND id = '${report}'`],
      /report [\w-]+: it is not/,
    ],
    [
      'a report was deleted',
      () => [`DELETE FROM row_state WHERE t = 'report' AND id = '${report}'`],
      /report [\w-]+: it is gone/,
    ],
    [
      'a row of history was deleted',
      () => [`DELETE FROM row_state WHERE t = 'history'`],
      /history [\w:-]+note: it is gone[\s\S]*history: there were 1, there are 0/,
    ],
    [
      'an overwritten value was deleted',
      () => [`DELETE FROM history`],
      /history [\w:-]+note: it is gone[\s\S]*overwritten: there were 1/,
    ],
    [
      'both halves of a history were deleted',
      () => [`DELETE FROM history`, `DELETE FROM row_state WHERE t = 'history'`],
      /history: there were 1, there are 0/,
    ],
    [
      'a place was deleted',
      () => [`DELETE FROM row_state WHERE t = 'place' AND id = 'p-1'`],
      /place: there were 2, there are 1/,
    ],
    [
      'a place was moved',
      () => [`UPDATE row_state SET f = REPLACE(f, 'g-1', 'g-2') WHERE t = 'place' AND id = 'p-1'`],
      /place p-1: it is not/,
    ],
    [
      'a grid was moved',
      () => [`UPDATE row_state SET f = REPLACE(f, 'g-all', 'g-2') WHERE t = 'grid' AND id = 'g-1'`],
      /grid g-1: it is not/,
    ],
  ])('notices that %s, also after the next note was taken', async (_what, texts, sentence) => {
    await tamper(...texts())
    expect(await verify()).toBe(false)
    expect(said).toMatch(sentence)
    await note()
    expect(await verify()).toBe(false)
    expect(said).toMatch(sentence)
    expect(await verify(true)).toBe(false)
  })

  it('says that the note is missing, and that it was altered, and does not forget it with the next one', async () => {
    const path = join(folder, copyName)
    const kept = await readFile(path, 'utf8')
    await rm(path)
    expect(await verify()).toBe(false)
    expect(said).toContain(`${copyName}: the note outside the database is missing`)
    const altered = JSON.parse(kept) as { counts: Record<string, number> }
    altered.counts.report = 0
    for (const text of [
      JSON.stringify(altered),
      '{',
      JSON.stringify({ ...altered, mac: undefined }),
    ]) {
      await writeFile(path, text)
      expect(await verify()).toBe(false)
      expect(said).toContain(`${copyName}: the note outside the database was altered`)
    }
    await note()
    expect(await verify()).toBe(false)
    expect(said).toContain(`${copyName}: the note outside the database was altered`)
    await note()
    expect(await verify()).toBe(false)
  })

  it('still finds by the backup what the note beside the database no longer tells', async () => {
    await rm(join(folder, copyName))
    await tamper(
      `DELETE FROM audit WHERE chain = '${chain()}'`,
      `UPDATE audit_chain SET seq = 0, hash = '' WHERE chain = '${chain()}'`,
    )
    expect(await verify(true)).toBe(false)
    expect(said).toContain(`${chain()}, entry 3: it is gone`)
    await rm(join(second(), 'audit-heads'), { recursive: true })
    expect(await verify(true)).toBe(false)
    expect(said).toContain(`${second()}: the note outside the database is missing`)
  })

  it('does not take a note of another life for one of this', async () => {
    await tamper("UPDATE meta SET value = 'another' WHERE key = 'epoch'")
    expect(await verify(true)).toBe(false)
    expect(said).toContain('the note is of another life of the database')
  })

  it('seals what an older release left, once, and finds nothing wrong with it', async () => {
    await rm(join(folder, copyName))
    await rm(join(second(), 'audit-heads'), { recursive: true })
    await tamper("UPDATE row_state SET seal = ''", "DELETE FROM meta WHERE key = 'rowsSealed'")
    await note()
    expect(await verify(true)).toBe(true)
    await tamper("UPDATE row_state SET seal = ''")
    await note()
    expect(await verify()).toBe(false)
  })
})

describe('a data folder', () => {
  let around: string
  let options: Parameters<typeof openServer>[0]
  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'gridwalk-life-'))
    const [dataFolder, backupAddress] = [join(around, 'data'), join(around, 'second')]
    await mkdir(backupAddress)
    options = {
      publicUrl: 'http://localhost:8787',
      dataFolder,
      databaseFile: join(dataFolder, 'gridwalk.db'),
      isDemo: true,
      backupAddress,
      watermarkFile: null,
    }
  })
  afterEach(() => rm(around, { recursive: true }))
  const check = async (): Promise<[boolean, string]> => {
    let said = ''
    const isSound = await runVerifyAudit(
      { ...options, backupAddress: options.backupAddress ?? null },
      (text) => void (said += text),
    )
    return [isSound, said]
  }

  it(
    'is sound from its first run on, at its next starts, after a restore, and after the start that follows',
    { timeout: 60_000 },
    async () => {
      for (let start = 0; start < 2; start++) {
        await (await openServer(options, quiet)).close()
        expect(await check()).toMatchObject([true, expect.stringContaining('as they were written')])
      }
      await runBackup(
        { ...options, backupAddress: options.backupAddress!, watermarkFile: null },
        quiet,
        () => undefined,
      )
      for (const name of ['gridwalk.db', 'gridwalk.db-wal', 'gridwalk.db-shm'])
        await rm(join(options.dataFolder, name), { force: true })
      await restore(
        { ...options, backupAddress: options.backupAddress!, watermarkFile: null },
        quiet,
        Date.now,
      )
      expect(await check()).toMatchObject([true, expect.stringContaining('as they were written')])
      await (await openServer(options, quiet)).close()
      expect(await check()).toMatchObject([true, expect.stringContaining('as they were written')])
    },
  )

  it('of an older release, whose rows bear no seal, is sound once it was started', async () => {
    await mkdir(options.dataFolder)
    const driver = openSqlite(options.databaseFile)
    await driver.write((session) => session.run('CREATE TABLE migration (name TEXT PRIMARY KEY)'))
    for (const { name, statements } of migrations.filter((each) => each.name < '012')) {
      await driver.write(async (session) => {
        for (const sql of statements) await session.run(sql)
        await session.run('INSERT INTO migration (name) VALUES (?)', [name])
      })
    }
    for (const { t, id, f } of referenceOfTheCast()) {
      await driver.write((session) =>
        session.run("INSERT INTO row_state (t, id, v, fv, f) VALUES (?, ?, 1, '{}', ?)", [
          t,
          id,
          JSON.stringify(f),
        ]),
      )
    }
    await driver.close()
    await (await openServer({ ...options, isDemo: false }, quiet)).close()
    expect(await check()).toMatchObject([
      true,
      expect.stringContaining(
        `${referenceOfTheCast().length} rows read. All of them are as they were written`,
      ),
    ])
  })

  it(
    'whose note was taken away while nothing ran says so after the next start',
    { timeout: 60_000 },
    async () => {
      options = { ...options, backupAddress: null }
      await (await openServer(options, quiet)).close()
      await rm(join(options.dataFolder, copyName))
      await (await openServer(options, quiet)).close()
      expect(await check()).toMatchObject([
        false,
        expect.stringContaining('the note outside the database is missing'),
      ])
    },
  )
})
