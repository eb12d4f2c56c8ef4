import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runBackup } from '#server/operations/commands/runBackup.ts'
import { runRestore } from '#server/operations/commands/runRestore.ts'
import { openServer } from '#server/openServer.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { copyDatabase } from '#server/backup/snapshot.ts'
import { checkWatermark, type Watermark } from '#server/backup/watermark.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'

describe('the check', () => {
  const here: Watermark = { epoch: 'one', rows: 10, changes: 5 }
  it.each<[string, Watermark | null, string[], string]>([
    ['nothing was ever noted', null, [], 'fine'],
    ['the database has gone on', { epoch: 'one', rows: 9, changes: 5 }, [], 'fine'],
    ['rows are missing', { epoch: 'one', rows: 11, changes: 5 }, [], 'behind'],
    ['changes are missing', { epoch: 'one', rows: 10, changes: 6 }, [], 'behind'],
    ['it is another database', { epoch: 'two', rows: 1, changes: 1 }, [], 'another'],
    [
      'its epoch was changed on purpose',
      { epoch: 'two', rows: 99, changes: 99 },
      ['zero', 'two'],
      'fine',
    ],
  ])('when %s', (_what, watermark, previous, check) =>
    expect(checkWatermark(watermark, here, previous)).toBe(check),
  )
})

describe('a server at its start', () => {
  let around: string
  const warnings: unknown[] = []
  const log = {
    info: () => undefined,
    warn: (...what: unknown[]) => warnings.push(what),
    error: () => undefined,
  } as never
  const options = () => ({
    publicUrl: 'http://localhost:8787',
    dataFolder: join(around, 'data'),
    databaseFile: join(around, 'data', 'gridwalk.db'),
    isDemo: false,
    backupAddress: join(around, 'second'),
    watermarkFile: null,
    port: 0,
    host: '127.0.0.1',
  })
  const said: string[] = []
  const say = (text: string): void => void said.push(text)

  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'gridwalk-witness-'))
    for (const name of ['data', 'second', 'elsewhere']) await mkdir(join(around, name))
    warnings.length = said.length = 0
  })
  afterEach(() => rm(around, { recursive: true }))

  /** A first run and one whole round; returns the database as of then, put aside. */
  async function anOlderCopy(): Promise<string> {
    const older = join(around, 'elsewhere', 'yesterday.db')
    await (await openServer(options(), log)).close()
    await runBackup(options(), log, say)
    await copyDatabase(options().databaseFile, older)
    return older
  }

  it('says that a backup on the same disk is lost with the data', async () => {
    await (await openServer(options(), log)).close()
    expect(JSON.stringify(warnings)).toContain('on the same disk as the data')
    warnings.length = 0
    await mkdir(join(around, 'data', 'copies'))
    await (
      await openServer({ ...options(), backupAddress: join(around, 'data', 'copies') }, log)
    ).close()
    expect(JSON.stringify(warnings)).toContain('lies inside the data folder')
  })

  it('refuses a backup that is not there', async () => {
    await expect(
      openServer({ ...options(), backupAddress: join(around, 'not-mounted') }, log),
    ).rejects.toThrow('Make it, or mount its disk')
  })

  it('begins no second history beside the remains of a first', async () => {
    await anOlderCopy()
    await rm(join(around, 'data'), { recursive: true })
    await expect(openServer(options(), log)).rejects.toThrow('restore --new-epoch')
    await runRestore(options(), log, say)
    const server = await openServer(options(), log)
    expect(server.signIn.of).toBe('admin')
    await server.close()
  })

  it('refuses a database that was put back without the command, and serves it after the command (D5)', async () => {
    const older = await anOlderCopy()
    await raise(options().databaseFile)
    await runBackup(options(), log, say)
    for (const end of ['', '-wal', '-shm']) await rm(options().databaseFile + end, { force: true })
    await copyFile(older, options().databaseFile)
    await expect(openServer(options(), log)).rejects.toThrow(
      /older than it was.*restore --new-epoch/,
    )
    await runRestore(options(), log, say)
    expect(said.at(-1)).toContain('The database has a new epoch')
    await (await openServer(options(), log)).close()
  })

  it('asks a watermark on another disk just the same', async () => {
    const witnessed = {
      ...options(),
      backupAddress: null,
      watermarkFile: join(around, 'elsewhere', 'witness.json'),
    }
    const older = join(around, 'elsewhere', 'yesterday.db')
    const open = await openServer(witnessed, log)
    await open.close()
    await copyDatabase(witnessed.databaseFile, older)
    await raise(witnessed.databaseFile)
    const again = await openServer(witnessed, log)
    await expect
      .poll(async () => readFile(witnessed.watermarkFile, 'utf8').catch(() => ''), {
        timeout: 5000,
      })
      .toContain('epoch')
    await again.close()
    for (const end of ['', '-wal', '-shm']) await rm(witnessed.databaseFile + end, { force: true })
    await copyFile(older, witnessed.databaseFile)
    await expect(openServer(witnessed, log)).rejects.toThrow('older than it was')
    await expect(
      openServer({ ...witnessed, watermarkFile: join(around, 'nowhere', 'w.json') }, log),
    ).rejects.toThrow('there is no folder')
  })
})

/** The server has gone on: one more reference row. */
async function raise(databaseFile: string): Promise<void> {
  const storage = await openStorage(openSqlite(databaseFile), () => 'never')
  await upsertReference(storage, [{ t: 'place', id: 'p-new', f: { id: 'p-new', name: 'new' } }])
  await storage.close()
}
