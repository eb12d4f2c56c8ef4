// `import <file>` into a PostgreSQL that other processes write to at the same time.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readImportWords } from '#server/operations/commands/importWords.ts'
import { runImport } from '#server/operations/commands/runImport.ts'
import { openServer } from '#server/openServer.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openReadOnly } from '#server/storage/sql/sqlStorage.ts'
import { aDatabase, type Database } from '../../../aPostgres.ts'

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined } as never
let folder: string
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-import-'))
  database = await aDatabase()
}, 60_000)
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const serve = () =>
  openServer(
    {
      ...{ publicUrl: 'http://localhost:8787', dataFolder: folder, isDemo: false },
      ...{ databaseFile: '', postgresUrl: database.url },
    },
    noLog,
  )

async function importing(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  const read = readImportWords([file])
  if (read.state !== 'run') throw new Error(JSON.stringify(read))
  let said = ''
  const options = { dataFolder: folder, databaseFile: '', postgresUrl: database.url }
  await runImport(options, read.request, noLog, (line) => (said += line))
  return said
}

async function stored() {
  const storage = openReadOnly(openPostgres({ url: database.url }))
  try {
    return await storage.read(async (tx) => ({
      codes: (await tx.rows('place')).map(({ f }) => f.code).sort(),
      imports: (await tx.rows('planImport')).length,
    }))
  } finally {
    await storage.close()
  }
}

const doors = (building: number): string =>
  `楼栋,单元,房号\n${building},1,101\n${building},1,102\n${building},2,201\n`
const codes = ['3', '3-1', '3-1-101', '3-1-102', '3-2', '3-2-201']

it('asks for a server to be started first', async () => {
  await expect(importing('a.csv', doors(3))).rejects.toThrow('Start the server once with --empty')
})

it('is done once, beside a running server, and leaves no file of a database behind', async () => {
  const server = await serve()
  try {
    expect(await importing('a.csv', doors(3))).toMatch(/Places: 6 new[^]*\nImported\.\n$/)
    expect(await importing('a.csv', doors(3))).toMatch(/Nothing to import: the plan says the same/)
    expect((await server.fetch(new Request('http://localhost:8787/api/ready'))).status).toBe(200)
  } finally {
    await server.close()
  }
  expect(await stored()).toEqual({ codes, imports: 1 })
  expect((await readdir(folder)).filter((name) => /\.db/.test(name))).toEqual([])
})

it('of several at once each is there whole or not at all', async () => {
  await (await serve()).close()
  const ended = await Promise.allSettled([
    importing('a.csv', doors(3)),
    importing('b.csv', doors(3)),
    importing('c.csv', doors(4)),
  ])
  const refused = ended.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))
  expect(refused.filter((why) => !/Nothing was imported/.test(why))).toEqual([])
  const done = ended.filter((end) => end.status === 'fulfilled' && /Imported/.test(end.value))
  expect(done).toHaveLength(2)
  const both = [...codes, ...codes.map((code) => code.replace('3', '4'))]
  expect(await stored()).toEqual({ codes: both, imports: 2 })
})
