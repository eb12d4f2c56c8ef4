// The process as whoever starts it sees it: what it says, and the number it ends with
// (deploy/gridwalk.service relies on 2 and 3).
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openServer } from '#server/openServer.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'

let folder: string
let databaseFile: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-main-'))
  databaseFile = join(folder, 'gridwalk.db')
  const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined } as never
  const server = await openServer(
    { publicUrl: 'http://localhost:8787', dataFolder: folder, databaseFile, isDemo: true },
    noLog,
  )
  await server.close()
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const { argv } = process
  const texts = { stdout: '', stderr: '' }
  const listen = (name: 'stdout' | 'stderr') =>
    vi
      .spyOn(process[name], 'write')
      .mockImplementation((text) => Boolean((texts[name] += String(text))))
  const spies = [listen('stdout'), listen('stderr')]
  vi.resetModules()
  try {
    process.exitCode = 0
    process.argv = [argv[0]!, 'main.js', ...args]
    await import('#server/main.ts')
    return { code: Number(process.exitCode), said: texts.stdout, complained: texts.stderr }
  } finally {
    for (const spy of spies) spy.mockRestore()
    process.argv = argv
    process.exitCode = 0
  }
}

const alter = async (sql: string): Promise<void> => {
  const driver = openSqlite(databaseFile)
  await driver.write((session) => session.run(sql))
  await driver.close()
}

describe('the process ends with', () => {
  it('0 after the help text', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Exit codes') as string,
      complained: '',
    })
  })

  it('2 after a wrong option, and says which', async () => {
    expect(await run('--port', 'many')).toEqual({
      code: 2,
      said: '',
      complained: 'The port must be a number from 1 to 65535, not "many".\n',
    })
  })

  it('1 where the data cannot be opened', async () => {
    await writeFile(join(folder, 'a file'), '')
    expect(await run('--data', join(folder, 'a file'))).toMatchObject({
      code: 1,
      complained: expect.stringContaining('cannot be opened') as string,
    })
  })

  it('3 where the database is behind its watermark, or another one, whatever was asked of it', async () => {
    const witness = join(folder, 'witness.json')
    await mkdir(join(folder, 'second'))
    const driver = openSqlite(databaseFile)
    const epoch = (await driver.read((session) =>
      session.first<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'"),
    ))!.value
    await driver.close()
    await writeFile(witness, JSON.stringify({ epoch, rows: 1_000_000, changes: 1_000_000 }))
    const options = ['--data', folder, '--witness', witness]
    expect(await run(...options)).toMatchObject({
      code: 3,
      complained: expect.stringContaining('The database is older than it was') as string,
    })
    expect(
      await run('backup', '--now', ...options, '--second-place', join(folder, 'second')),
    ).toMatchObject({ code: 3 })
    await writeFile(witness, JSON.stringify({ epoch: 'another', rows: 1, changes: 1 }))
    expect(await run(...options)).toMatchObject({
      code: 3,
      complained: expect.stringContaining('This is not the database') as string,
    })
    expect(JSON.parse(await readFile(witness, 'utf8'))).toMatchObject({ epoch: 'another' })
  })
})

describe('verify-audit', () => {
  it('tells that all is as it was written', async () => {
    const { code, said } = await run('verify-audit', '--data', folder)
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(
        /^Audit trail: [1-9]\d* chains, [1-9]\d* entries and [1-9]\d* rows read\. All of them are as they were written\.\nNoted outside the database since [\d-]+T[\d:.]+Z\.\n$/,
      ),
    ])
  })

  it('ends with 1 and names the entry where something was altered', async () => {
    await alter("UPDATE journal SET hash = 'x' || hash WHERE n = 1")
    const { code, said } = await run('verify-audit', '--data', folder)
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(
        /Not as written: \d+\.\n {2}install:[\w-]+, entry 1: the changes it tells of are not the ones that were accepted\n/,
      ),
    ])
  })

  it('makes no database where there is none', async () => {
    expect(await run('verify-audit', '--data', join(folder, 'nowhere'))).toMatchObject({
      code: 1,
      complained: expect.stringContaining('there is no database') as string,
    })
  })
})

describe('import', () => {
  const file = (): string => join(folder, 'plan.csv')

  it('ends with 1 where the file is wrong, and says which row', async () => {
    await writeFile(file(), '类型,编码,名称\nbuilding,NEU-1,甲\ncastle,NEU-2,乙\n')
    expect(await run('import', file(), '--data', folder)).toMatchObject({
      code: 1,
      said: expect.stringContaining('error in row 3: the type "castle" is not known') as string,
    })
    expect(await run('import', join(folder, 'none.csv'), '--data', folder)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('import has stopped: there is no file') as string,
    })
  })

  it('ends with 0 where it is done', async () => {
    await writeFile(file(), '类型,编码,名称\nbuilding,NEU-1,甲\n')
    expect(await run('import', file(), '--data', folder)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Places: 1 new, [\s\S]*Imported\.\n$/) as string,
      complained: '',
    })
  })
})
