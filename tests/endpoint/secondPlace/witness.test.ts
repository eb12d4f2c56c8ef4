import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runBackup } from '#endpoint/commands/runBackup.ts'
import { runRestore } from '#endpoint/commands/runRestore.ts'
import { openEndpoint } from '#endpoint/openEndpoint.ts'
import { putReference } from '#endpoint/putReference.ts'
import { copyDatabase } from '#endpoint/secondPlace/snapshot.ts'
import { verdictOf, type Witness } from '#endpoint/secondPlace/witness.ts'
import { openSqlite } from '#endpoint/storage/sqliteDriver.ts'
import { openStorage } from '#endpoint/storage/sqlStorage.ts'

describe('the verdict', () => {
  const here: Witness = { epoch: 'one', rows: 10, changes: 5 }
  it.each<[string, Witness | null, string[], string]>([
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
  ])('when %s', (_what, witness, former, verdict) =>
    expect(verdictOf(witness, here, former)).toBe(verdict),
  )
})

describe('an endpoint at its start', () => {
  let around: string
  const warnings: unknown[] = []
  const log = {
    info: () => undefined,
    warn: (...what: unknown[]) => warnings.push(what),
    error: () => undefined,
  } as never
  const wishes = () => ({
    publicUrl: 'http://localhost:8787',
    dataFolder: join(around, 'data'),
    databaseFile: join(around, 'data', 'gridwalk.db'),
    isDemo: false,
    secondPlace: join(around, 'second'),
    witnessFile: null,
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
    await (await openEndpoint(wishes(), log)).close()
    await runBackup(wishes(), log, say)
    await copyDatabase(wishes().databaseFile, older)
    return older
  }

  it('says that a place on the same disk is lost with the data', async () => {
    await (await openEndpoint(wishes(), log)).close()
    expect(JSON.stringify(warnings)).toContain('on the same disk as the data')
    warnings.length = 0
    await mkdir(join(around, 'data', 'copies'))
    await (
      await openEndpoint({ ...wishes(), secondPlace: join(around, 'data', 'copies') }, log)
    ).close()
    expect(JSON.stringify(warnings)).toContain('lies inside the data folder')
  })

  it('refuses a second place that is not there', async () => {
    await expect(
      openEndpoint({ ...wishes(), secondPlace: join(around, 'not-mounted') }, log),
    ).rejects.toThrow('Make it, or mount its disk')
  })

  it('begins no second history beside the remains of a first', async () => {
    await anOlderCopy()
    await rm(join(around, 'data'), { recursive: true })
    await expect(openEndpoint(wishes(), log)).rejects.toThrow('restore --new-epoch')
    await runRestore(wishes(), log, say)
    const endpoint = await openEndpoint(wishes(), log)
    expect(endpoint.signIn.of).toBe('admin')
    await endpoint.close()
  })

  it('refuses a database that was put back without the command, and serves it after the command (D5)', async () => {
    const older = await anOlderCopy()
    await raise(wishes().databaseFile)
    await runBackup(wishes(), log, say)
    for (const end of ['', '-wal', '-shm']) await rm(wishes().databaseFile + end, { force: true })
    await copyFile(older, wishes().databaseFile)
    await expect(openEndpoint(wishes(), log)).rejects.toThrow(
      /older than it was.*restore --new-epoch/,
    )
    await runRestore(wishes(), log, say)
    expect(said.at(-1)).toContain('The database has a new epoch')
    await (await openEndpoint(wishes(), log)).close()
  })

  it('asks a witness on another disk just the same', async () => {
    const witnessed = {
      ...wishes(),
      secondPlace: null,
      witnessFile: join(around, 'elsewhere', 'witness.json'),
    }
    const older = join(around, 'elsewhere', 'yesterday.db')
    const open = await openEndpoint(witnessed, log)
    await open.close()
    await copyDatabase(witnessed.databaseFile, older)
    await raise(witnessed.databaseFile)
    const again = await openEndpoint(witnessed, log)
    await expect
      .poll(async () => readFile(witnessed.witnessFile, 'utf8').catch(() => ''), { timeout: 5000 })
      .toContain('epoch')
    await again.close()
    for (const end of ['', '-wal', '-shm']) await rm(witnessed.databaseFile + end, { force: true })
    await copyFile(older, witnessed.databaseFile)
    await expect(openEndpoint(witnessed, log)).rejects.toThrow('older than it was')
    await expect(
      openEndpoint({ ...witnessed, witnessFile: join(around, 'nowhere', 'w.json') }, log),
    ).rejects.toThrow('there is no folder')
  })
})

/** The endpoint has gone on: one more reference row. */
async function raise(databaseFile: string): Promise<void> {
  const storage = await openStorage(openSqlite(databaseFile), () => 'never')
  await putReference(storage, [{ t: 'place', id: 'p-new', f: { id: 'p-new', name: 'new' } }])
  await storage.close()
}
