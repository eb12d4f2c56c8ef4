// What whoever operates the server sees of it: whether it lives, its figures, its log; and that
// none of it tells about people.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GridId } from '#domain/ids.ts'
import { createServer } from '#server/createServer.ts'
import { createMetrics } from '#server/operations/metrics.ts'
import { callRates } from '#server/ledger/limits.ts'
import { createRateLimiter } from '#server/http/rateLimits.ts'
import { serveMetrics } from '#server/operations/serveMetrics.ts'
import { aVisit, aProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../../world.ts'

let world: World
let lines: string[]
/** The world's server, watched as main.ts watches it. */
let watched: Pick<World, 'fetch' | 'invite'>
beforeEach(async () => {
  world = await aWorld()
  lines = []
  world.deps.log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  world.deps.metrics = createMetrics({ storage: world.deps.storage, backup: () => undefined })
  watched = { fetch: createServer(world.deps).fetch, invite: world.invite }
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const get = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await watched.fetch(new Request(`http://localhost:8787${path}`))
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const figures = async (): Promise<Map<string, number>> =>
  new Map(
    (await world.deps.metrics!.text())
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line): [string, number] => [
        line.slice(0, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' ') + 1)),
      ]),
  )

describe('health', () => {
  it('says that it lives and that it can take work in', async () => {
    expect(await get('/api/health')).toEqual({ status: 200, body: { v: 1, isHealthy: true } })
    expect(await get('/api/ready')).toEqual({
      status: 200,
      body: { v: 1, isReady: true, database: true, photos: true },
    })
  })

  it('says which part cannot', async () => {
    world.deps.storage = {
      ...world.deps.storage,
      write: () => Promise.reject(new Error('the disk is full')),
    }
    expect(await get('/api/ready')).toEqual({
      status: 503,
      body: { v: 1, isReady: false, database: false, photos: true, reason: 'busy' },
    })
    expect((await get('/api/health')).status).toBe(200)
  })

  it('says that photos cannot be reached', async () => {
    world.deps.photos = {
      ...world.deps.photos,
      read: () => Promise.reject(new Error('no such host')),
    }
    expect(await get('/api/ready')).toMatchObject({
      status: 503,
      body: { database: true, photos: false },
    })
  })

  it('asked a hundred times at once it looks once', async () => {
    let looks = 0
    const { write } = world.deps.storage
    world.deps.storage = { ...world.deps.storage, write: (work) => (looks++, write(work)) }
    await Promise.all(Array.from({ length: 100 }, () => get('/api/ready')))
    expect(looks).toBe(1)
  })
})

describe('figures', () => {
  it('count what came in, what became of it, and what waits', async () => {
    const worker = await aProtocolClient(watched, 'worker')
    const envelope = worker.creation()
    await worker.push(envelope, worker.creation({ gridId: 'g-404' as GridId }))
    await worker.push(envelope)
    await worker.sync([], { push: { from: 0, waiting: 3, oldest: 1, changes: [] } })
    const phone = await aPhone(watched, 'worker')
    await phone.report({ photos: [await phone.photo(1)] })
    await phone.sync()
    await phone.sync() // says that nothing waits any more
    const seen = await figures()
    expect(
      Object.fromEntries(
        ['applied', 'parked', 'again'].map((fate) => [
          fate,
          seen.get(`gridwalk_changes_total{fate="${fate}"}`),
        ]),
      ),
    ).toEqual({ applied: 2, parked: 1, again: 1 })
    expect(seen.get('gridwalk_photos_total')).toBe(2)
    expect(seen.get('gridwalk_photo_bytes_total')).toBe(20_900)
    expect(seen.get('gridwalk_cases_open')).toBe(1)
    expect(seen.get('gridwalk_devices_waiting')).toBe(1)
    expect(seen.get('gridwalk_audit_links')).toBeGreaterThan(3)
    expect(
      seen.get('gridwalk_request_seconds_count{route="/api/sync/1",method="POST",status="200"}'),
    ).toBeGreaterThan(3)
  })

  it('count who was told to come later', async () => {
    world.deps.limits = createRateLimiter(Date.now, {
      ...callRates,
      syncOfDevice: { burst: 1, perHour: 1 },
    })
    const worker = await aProtocolClient(watched, 'worker')
    await worker.sync()
    await worker.sync().catch(() => undefined)
    expect((await figures()).get('gridwalk_rate_limited_total{route="/api/sync/1"}')).toBe(1)
  })

  it('name routes by their pattern, whatever is asked for', async () => {
    const worker = await aProtocolClient(watched, 'worker')
    for (const path of [
      '/api/photos/abc',
      '/api/quarantine/m-worker/abc',
      '/api/wherever/m-worker',
      '/elsewhere',
    ])
      await worker.call('GET', path)
    const routes = [...(await figures()).keys()].flatMap(
      (key) => /^gridwalk_request_seconds_count\{route="([^"]+)"/.exec(key)?.[1] ?? [],
    )
    expect(routes).toEqual(
      expect.arrayContaining(['/api/photos/:hash', '/api/quarantine/:member/:hash', '/api/*']),
    )
    expect(routes.filter((route) => /m-worker|abc|wherever|elsewhere/.test(route))).toEqual([])
  })

  it('are served on their own address, and not beside the app', async () => {
    const server = await serveMetrics(world.deps.metrics!, { host: '127.0.0.1', port: 0 })
    const { port } = server.address() as { port: number }
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('gridwalk_request_seconds'),
    ])
    expect((await fetch(`http://127.0.0.1:${port}/api/session`)).status).toBe(404)
    expect((await get('/metrics')).status).toBe(404)
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('the log', () => {
  it('has a line for each answer: route, status, time, and a number to ask by', async () => {
    const answer = await watched.fetch(new Request('http://localhost:8787/api/photos/abc'))
    const line = JSON.parse(lines.at(-1)!) as Record<string, unknown>
    expect(line).toMatchObject({
      route: '/api/photos/:hash',
      method: 'GET',
      status: 401,
      request: answer.headers.get('X-Request-Id'),
    })
    expect(line.ms).toBeTypeOf('number')
  })

  it('tells of an unexpected error where it was, and nothing of what was asked', async () => {
    const worker = await aProtocolClient(watched, 'worker')
    world.deps.storage = { ...world.deps.storage, read: () => Promise.reject(new Error('王奶奶')) }
    expect((await worker.call('POST', '/api/sync/1', '{}')).status).toBe(500)
    const line = lines.find((each) => each.includes('unexpected'))!
    expect(JSON.parse(line)).toMatchObject({ route: '/api/sync/1', error: 'Error' })
    expect(line).not.toContain('王奶奶')
  })

  it('of a whole journey holds no name, no note, no place, no secret and no id of a person', async () => {
    const note = '三楼王奶奶说电梯坏了'
    const [phone, desk] = [await aPhone(watched, 'worker'), await aPhone(watched, 'supervisor')]
    const id = await phone.report({ ...aVisit, note, photos: [await phone.photo(1)] })
    const hazard = await phone.report({ note })
    await phone.sync()
    await desk.sync()
    await desk.step(await desk.view(hazard), 'accept', { comment: note })
    await desk.sync()
    await phone.capture({ row: id, op: 'patch', set: { gridId: 'g-404' } })
    await phone.sync()
    const secret = await world.invite(cast.volunteer)
    const client = await aProtocolClient(watched, 'volunteer')
    await client.call('POST', '/api/enrol', JSON.stringify({ secret, label: `${note} phone` }), {
      'Content-Type': 'application/json',
    })
    await desk.network.send('/api/session/password', {
      method: 'POST',
      body: JSON.stringify({ username: '王小明', password: 'correct horse battery' }),
      headers: { 'Content-Type': 'application/json' },
    })
    await desk.network.send(`/api/members/${cast.volunteer.id}`, {
      method: 'PATCH',
      body: JSON.stringify({ name: '王小明' }),
      headers: { 'Content-Type': 'application/json' },
    })
    await desk.network.send(`/api/devices/${phone.session.device.id}/wipe`, {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    })
    await phone.sync()
    const log = lines.join('\n')
    expect(lines.length).toBeGreaterThan(15)
    const view = await phone.view(id)
    const never = [
      note,
      '王',
      'correct horse',
      secret,
      phone.session.device.secret,
      desk.session.device.secret,
      phone.network.cookie.split('=')[1]!.slice(0, 20),
      ...Object.values(cast).flatMap(({ id: member, name }) => [member, name]),
      id,
      hazard,
      'g-1',
      'p-1',
      view.report.photos[0]!.hash,
    ]
    expect(never.filter((each) => log.includes(each))).toEqual([])
  })
})

it('a server that is told to stop leaves nothing open behind', async () => {
  const { openServer } = await import('#server/openServer.ts')
  const dataFolder = join(world.folder, 'own')
  const options = {
    publicUrl: 'http://localhost:8787',
    dataFolder,
    databaseFile: join(dataFolder, 'gridwalk.db'),
    isDemo: false,
  }
  for (let i = 0; i < 2; i++) {
    const server = await openServer(options, world.deps.log)
    expect((await server.fetch(new Request('http://localhost:8787/api/ready'))).status).toBe(200)
    await server.close()
  }
  // Nothing was in work when it ended, so the second start suspected nothing.
  expect(lines.filter((line) => line.includes('in the midst'))).toEqual([])
  await rm(dataFolder, { recursive: true })
})
