import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openServer } from '#server/openServer.ts'

const dayMs = 24 * 3_600_000
const startedAt = Date.UTC(2026, 0, 1)
const publicUrl = 'http://localhost:8787'
const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined } as never

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-assets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function aBuild(name: string, files: Record<string, string>): Promise<string> {
  const app = join(folder, name)
  await mkdir(join(app, 'assets'), { recursive: true })
  await writeFile(join(app, 'index.html'), `<title>${name}</title>`)
  for (const [file, text] of Object.entries(files)) await writeFile(join(app, 'assets', file), text)
  return app
}

/** Starts the server with this build that many days after the first start, asks, and stops it. */
async function served(
  appFolder: string,
  days: number,
  paths: string[],
): Promise<[number, string][]> {
  const dataFolder = join(folder, 'data')
  const server = await openServer(
    {
      publicUrl,
      dataFolder,
      databaseFile: join(dataFolder, 'gridwalk.db'),
      isDemo: false,
      appFolder,
    },
    noLog,
    () => startedAt + days * dayMs,
  )
  const answers: [number, string][] = []
  for (const path of paths) {
    const answer = await server.fetch(new Request(publicUrl + path))
    answers.push([answer.status, answer.status === 200 ? await answer.text() : ''])
    if (answer.status === 200)
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  }
  await server.close()
  return answers
}

it('C12 a page of an earlier build finds its files for 90 days after that build was last served', async () => {
  const first = await aBuild('first', {
    'map-a1.js': 'the map of the first',
    'vue-c0.js': 'in both',
  })
  const second = await aBuild('second', {
    'map-b2.js': 'the map of the second',
    'vue-c0.js': 'in both',
  })
  const paths = ['/assets/map-a1.js', '/assets/map-b2.js', '/assets/vue-c0.js']
  const absent = [404, '']
  expect(await served(first, 0, paths)).toEqual([
    [200, 'the map of the first'],
    absent,
    [200, 'in both'],
  ])
  expect(await served(second, 30, paths)).toEqual([
    [200, 'the map of the first'],
    [200, 'the map of the second'],
    [200, 'in both'],
  ])
  // Back to the first, as after a deploy that was taken back: its time begins anew.
  expect(await served(first, 60, paths)).toEqual([
    [200, 'the map of the first'],
    [200, 'the map of the second'],
    [200, 'in both'],
  ])
  expect(await served(second, 149, paths)).toEqual([
    [200, 'the map of the first'],
    [200, 'the map of the second'],
    [200, 'in both'],
  ])
  expect(await served(second, 151, paths)).toEqual([
    absent,
    [200, 'the map of the second'],
    [200, 'in both'],
  ])
  expect((await readdir(join(folder, 'data', 'app-assets'))).sort()).toEqual([
    'map-b2.js',
    'vue-c0.js',
  ])
})

it('what is kept is reached by the names of assets alone', async () => {
  const app = await aBuild('third', { 'only-d4.js': 'here' })
  const tricks = [
    '/only-d4.js',
    '/assets/..%2fgridwalk.db',
    '/assets/%2e%2e%2fgridwalk.db',
    '/assets/',
    '/assets/..%2f..%2fdata%2fgridwalk.db',
  ]
  const dataFolder = join(folder, 'data')
  const server = await openServer(
    {
      publicUrl,
      dataFolder,
      databaseFile: join(dataFolder, 'gridwalk.db'),
      isDemo: false,
      appFolder: app,
    },
    noLog,
  )
  for (const path of tricks) {
    const answer = await server.fetch(new Request(publicUrl + path))
    expect([
      path,
      answer.status === 404 || (await answer.text()) === '<title>third</title>',
    ]).toEqual([path, true])
  }
  await server.close()
})
