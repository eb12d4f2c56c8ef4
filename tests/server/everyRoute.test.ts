// Who may call what: every route of the real server, by everyone there is. A route without a row
// here fails, and so does a row without a route.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { sha256 } from '#client/photos/sha256.ts'
import type { AssetHash, GridId, MemberId, ScopeId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import { serverApp } from '#server/createServer.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aVisit, aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aBasemap } from '../aBasemap.ts'
import { aPlanImage } from '../aPlanImage.ts'
import { aPmtiles } from '../aPmtiles.ts'
import { aWebm } from '../aVoice.ts'
import { aJpeg, aWorld, aNetwork, aReport, type Network, type World } from '../world.ts'

const someone = (id: string, roles: Role[], grid: string): Member => ({
  id: `m-${id}` as MemberId,
  name: `示例·${id}`,
  roles,
  gridIds: [grid as GridId],
  isActive: true,
})
const people = {
  volunteer: someone('a-volunteer', ['volunteer'], 'g-1'),
  neighbour: someone('a-neighbour', ['gridWorker'], 'g-2'),
  worker: someone('a-worker', ['gridWorker'], 'g-1'),
  handler: someone('a-handler', ['handler'], 'g-1'),
  /** Of another part of the tree. */
  stranger: someone('a-stranger', ['supervisor'], 'g-2'),
  supervisor: someone('a-supervisor', ['supervisor'], 'g-1'),
  admin: someone('an-admin', ['admin'], 'g-all'),
} as const
/** Whose things everybody reaches for. */
const owner = someone('the-owner', ['gridWorker'], 'g-1')

const callers = [
  'none',
  'revoked',
  'device',
  'ended',
  ...(Object.keys(people) as (keyof typeof people)[]),
] as const
type Caller = (typeof callers)[number]
type Answers = Record<Caller, number>

/** By who carries what: a session, a device's credential, or neither. */
const bySession = (answers: Partial<Answers> & { others: number }): Answers =>
  Object.fromEntries(
    callers.map((caller) => [
      caller,
      ['none', 'revoked', 'device', 'ended'].includes(caller)
        ? 401
        : (answers[caller] ?? answers.others),
    ]),
  ) as Answers
const byDevice = (status: number): Answers =>
  Object.fromEntries(
    callers.map((caller) => [caller, caller === 'device' ? status : 401]),
  ) as Answers
const open = (status: number): Answers =>
  Object.fromEntries(callers.map((caller) => [caller, status])) as Answers
const drawing = bySession({ others: 403, supervisor: 200, stranger: 200, admin: 200 })
const managing = bySession({ others: 403, supervisor: 200, admin: 200 })

interface Things {
  device: string
  photo: string
  voice: string
  quarantined: string
  incident: string
  upload: string
  asset: string
  member: string
}
interface Row {
  path?: (things: Things) => string
  body?: (things: Things) => unknown
  headers?: Record<string, string>
  answers: Answers
  /** The call uses up what it is about, or the session it is made with: everyone gets new ones. */
  isSpending?: true
}

const sync = () => ({
  v: 1,
  app: 'test',
  req: uuid(),
  install: uuid(),
  epoch: null,
  clock: { wall: 1, zone: '' },
  push: { from: 0, waiting: 0, oldest: null, changes: [] },
  pull: { cursors: {}, max: 20_000 },
  photos: { waiting: 0, bytes: 0 },
})

const aPlaceIn = (gridId: string) => {
  const id = uuid()
  return {
    t: 'place',
    id,
    before: 0,
    set: { id, type: 'point', code: '', name: id, gridId, parentId: null, lat: 28, lon: 124 },
  }
}

const table: Record<string, Row> = {
  'GET /api/health': { answers: open(200) },
  'GET /api/ready': { answers: open(200) },
  'POST /api/sync/1': { body: sync, answers: byDevice(200) },
  'POST /api/photos': {
    body: () => ({ hash: 'a'.repeat(64), bytes: 90_000 }),
    answers: byDevice(200),
  },
  'PUT /api/photos/:hash': {
    path: ({ photo }) => `/api/photos/${photo}`,
    body: () => 'other bytes',
    headers: { 'Content-Length': '13' },
    answers: byDevice(422),
  },
  // The visit's photo: whoever may not see the visit learns nothing, not even that it is there.
  'GET /api/photos/:hash': {
    path: ({ photo }) => `/api/photos/${photo}`,
    answers: bySession({ others: 404, worker: 200, supervisor: 200 }),
  },
  'POST /api/voice': {
    body: () => ({ hash: 'a'.repeat(64), bytes: 90_000 }),
    answers: byDevice(200),
  },
  'PUT /api/voice/:hash': {
    path: ({ photo }) => `/api/voice/${photo}`,
    body: () => 'other bytes',
    headers: { 'Content-Length': '13' },
    answers: byDevice(422),
  },
  'GET /api/voice/:hash': {
    path: ({ voice }) => `/api/voice/${voice}`,
    answers: bySession({ others: 404, worker: 200, supervisor: 200 }),
  },
  ...Object.fromEntries(
    (['PATCH', 'HEAD'] as const).map((method) => [
      `${method} /api/photos/uploads/*`,
      {
        path: ({ upload }: Things) => upload,
        headers: {
          'Tus-Resumable': '1.0.0',
          'Upload-Offset': '5',
          'Content-Type': 'application/offset+octet-stream',
        },
        answers: byDevice(method === 'HEAD' ? 200 : 409),
      },
    ]),
  ),
  ...Object.fromEntries(
    (['POST', 'DELETE', 'GET', 'OPTIONS'] as const).map((method) => [
      `${method} /api/photos/uploads/*`,
      { path: ({ upload }: Things) => upload, answers: byDevice(403) },
    ]),
  ),
  // Base maps are told to every member.
  'GET /api/assets/:hash': {
    path: ({ asset }) => `/api/assets/${asset}`,
    answers: bySession({ others: 200 }),
  },
  'GET /api/basemaps/archives': { answers: drawing },
  'POST /api/basemaps/uploads': { body: () => ({ bytes: 9000 }), answers: drawing },
  'PATCH /api/basemaps/uploads/:upload': {
    path: () => `/api/basemaps/uploads/${'a'.repeat(32)}`,
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    },
    answers: bySession({ others: 403, supervisor: 404, stranger: 404, admin: 404 }),
  },
  'GET /api/basemaps/uploads/:upload': {
    path: () => `/api/basemaps/uploads/${'a'.repeat(32)}`,
    answers: bySession({ others: 403 }),
  },
  'POST /api/basemaps/plan': {
    body: () => ({ source: { upload: 'nothing' } }),
    answers: bySession({ others: 403, supervisor: 404, stranger: 404, admin: 404 }),
  },
  'POST /api/basemaps': {
    body: () => ({
      id: uuid(),
      source: { upload: 'nothing' },
      name: '示例底图',
      attribution: '',
      approvalNumber: '',
      dataDate: null,
      gridIds: ['g-1'],
      isUsual: false,
    }),
    answers: bySession({ others: 403, supervisor: 404, admin: 404 }),
  },
  'PATCH /api/basemaps/:id': {
    path: () => '/api/basemaps/map-1',
    body: () => ({ name: '示例' }),
    answers: managing,
  },
  'POST /api/plan-images': {
    body: () => ({
      id: uuid(),
      upload: 'nothing',
      name: '示例',
      points: [
        { px: 0, py: 0, lat: 28, lon: 124 },
        { px: 90, py: 0, lat: 28, lon: 124.001 },
      ],
      opacity: 1,
      gridId: 'g-1',
    }),
    answers: bySession({ others: 403, supervisor: 404, admin: 404 }),
  },
  'PATCH /api/plan-images/:id': {
    path: () => '/api/plan-images/picture-1',
    body: () => ({ name: '示例' }),
    answers: managing,
  },
  'POST /api/rescue': { body: () => 'no rescue file', answers: byDevice(422) },
  'GET /api/hints': { answers: bySession({ others: 200 }) },
  'POST /api/enrol': { body: () => ({ secret: 'guessed', label: 'x' }), answers: open(410) },
  'POST /api/enrol/look': { body: () => ({ secret: 'guessed' }), answers: open(200) },
  'GET /api/session': { answers: open(200) },
  'POST /api/session/end': { answers: open(200), isSpending: true },
  'POST /api/session/device': { body: () => ({ label: 'x' }), answers: bySession({ others: 200 }) },
  'POST /api/session/password': {
    body: () => ({ username: '', password: '' }),
    answers: bySession({ others: 400 }),
  },
  'GET /api/members/devices': { answers: { ...managing, stranger: 200 } },
  'POST /api/members': {
    body: () => ({ name: '新', roles: ['volunteer'], gridIds: ['g-1'] }),
    answers: managing,
  },
  'PATCH /api/members/:id': { path: ({ member }) => `/api/members/${member}`, answers: managing },
  'PATCH /api/grids/:id': {
    path: () => '/api/grids/g-1',
    body: () => ({ name: '示例·一网格' }),
    answers: managing,
  },
  // Of a volunteer's and the like not a byte is read; what the others send names no grid of theirs.
  'POST /api/plan/imports': {
    body: () => ({ id: uuid(), fileName: '', rows: [aPlaceIn('g-1')] }),
    answers: managing,
  },
  'POST /api/plan/imports/:id/undo': {
    path: () => `/api/plan/imports/${uuid()}/undo`,
    answers: bySession({ others: 403 }),
  },
  'POST /api/members/:id/invite': {
    path: ({ member }) => `/api/members/${member}/invite`,
    body: () => ({ medium: 'screen' }),
    answers: managing,
  },
  'POST /api/devices/:id/revoke': {
    path: ({ device }) => `/api/devices/${device}/revoke`,
    answers: managing,
  },
  'POST /api/devices/:id/wipe': {
    path: ({ device }) => `/api/devices/${device}/wipe`,
    answers: managing,
    isSpending: true,
  },
  'POST /api/devices/wiped': {
    body: () => ({ left: { changes: 0, photos: 0, drafts: 0 } }),
    answers: byDevice(403),
  },
  'GET /api/incidents': { answers: { ...managing, stranger: 200 } },
  'POST /api/incidents/:id/close': {
    path: ({ incident }) => `/api/incidents/${incident}/close`,
    body: () => ({ note: 'x' }),
    answers: managing,
    isSpending: true,
  },
  'GET /api/quarantine': { answers: bySession({ others: 403, supervisor: 200, stranger: 200 }) },
  'GET /api/quarantine/:member/:hash': {
    path: ({ quarantined }) => `/api/quarantine/${owner.id}/${quarantined}`,
    answers: bySession({ others: 403, supervisor: 200, stranger: 404 }),
  },
  'GET /api/audit': { answers: bySession({ others: 403, admin: 200 }) },
  'GET /api/audit/verification': { answers: bySession({ others: 403, admin: 200 }) },
  // What is open below it is told in tests/server/enrol.test.ts; everything else of the library
  // answers as if it were not there.
  'ALL /api/auth/*': { path: () => '/api/auth/get-session', answers: open(404) },
  'ALL /api/*': { path: () => '/api/nothing', answers: open(404) },
}

let world: World
let works: ProtocolClient
let asset: string
beforeAll(async () => {
  world = await aWorld()
  const map = aPmtiles({ zooms: [0, 2] })
  asset = await sha256(map.buffer)
  const file = world.deps.assets.workFile()
  await writeFile(file, map)
  await world.deps.assets.putFile(asset as AssetHash, file)
  await upsertReference(world.deps.storage, [
    aBasemap('map-1', { hash: asset as AssetHash, gridIds: ['g-1' as GridId] }),
    aPlanImage('picture-1'),
  ])
  await upsertReference(
    world.deps.storage,
    [...Object.values(people), owner].map((member) => ({
      t: 'member' as const,
      id: member.id,
      f: { ...member },
    })),
  )
  works = await aProtocolClient(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function enrolled(
  member: Member,
): Promise<{ network: Network; authorization: string; deviceId: string }> {
  const network = aNetwork(world)
  const grant = await takeInvite(network, await world.invite(member), 'x')
  if (!grant.ok) throw new Error(grant.fault.code)
  return {
    network,
    authorization: `Device ${grant.value.deviceId}.${grant.value.deviceSecret}`,
    deviceId: grant.value.deviceId,
  }
}

async function credentialsOf(caller: Caller): Promise<Record<string, string>> {
  if (caller === 'none') return {}
  if (caller === 'revoked') {
    const { authorization, deviceId } = await enrolled(people.worker)
    await world.deps.storage.write(async (tx) =>
      tx.putDevice({ ...(await tx.device(deviceId as never))!, revokedAt: 1 }),
    )
    return { Authorization: authorization }
  }
  if (caller === 'device') return { Authorization: (await enrolled(people.worker)).authorization }
  if (caller === 'ended') {
    const { network } = await enrolled(people.supervisor)
    const { cookie } = network
    await network.send('/api/session/end', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    })
    return { Cookie: cookie }
  }
  return { Cookie: (await enrolled(people[caller])).network.cookie }
}

async function thingsOfTheOwner(): Promise<Things> {
  const { network, authorization, deviceId } = await enrolled(owner)
  const call = (method: string, path: string, body: string | ArrayBuffer) =>
    network.send(path, {
      method,
      body,
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    })
  const [good, bad] = [
    aJpeg(Math.floor(Math.random() * 1e9), 400),
    aJpeg(Math.floor(Math.random() * 1e9), 400),
  ]
  new Uint8Array(bad).fill(0, 20, 399)
  const [photo, quarantined] = [await sha256(good), await sha256(bad)]
  await call('PUT', `/api/photos/${photo}`, good)
  const spoken = aWebm(Math.floor(Math.random() * 1e9), 400)
  const voice = await sha256(spoken)
  await call('PUT', `/api/voice/${voice}`, spoken)
  await call('PUT', `/api/photos/${quarantined}`, bad)
  const ref = {
    hash: photo,
    bytes: 400,
    width: 1,
    height: 1,
    role: 'near',
    takenAt: 1,
    thumb: { hash: photo, bytes: 400 },
  }
  const { id, ...visit } = aReport(owner.id, {
    ...aVisit,
    photos: [ref],
    voice: [{ hash: voice, bytes: 400, seconds: 2, takenAt: 1 }],
  } as never)
  const envelope = {
    id: uuid(),
    n: 1,
    by: owner.id,
    at: 1,
    schema: 1,
    t: 'report',
    op: 'create',
    row: id,
    set: visit,
  }
  await call(
    'POST',
    '/api/sync/1',
    JSON.stringify({
      ...sync(),
      pull: null,
      push: { from: 1, waiting: 1, oldest: null, changes: [envelope] },
    }),
  )
  const { url } = (await (
    await call('POST', '/api/photos', JSON.stringify({ hash: 'b'.repeat(64), bytes: 90_000 }))
  ).json()) as { url: string }
  const incident = await world.deps.storage.write(async (tx) => {
    await tx.lockScopes(['org' as ScopeId])
    await tx.recordIncident(
      {
        type: 'unsentLeft',
        subject: deviceId,
        deviceId: deviceId as never,
        memberId: owner.id,
        detail: { changes: 1 },
      },
      1,
    )
    return (await tx.openIncidentsOf({ type: 'unsentLeft', deviceId: deviceId as never }))[0]!.id
  })
  return {
    device: deviceId,
    member: owner.id,
    photo,
    voice,
    quarantined,
    incident,
    upload: url,
    asset,
  }
}

const kept: {
  things?: Promise<Things>
  credentials: Partial<Record<Caller, Promise<Record<string, string>>>>
} = { credentials: {} }

const routesOf = (): string[] => {
  const { routes } = serverApp(world.deps)
  const paths = routes.filter(
    ({ path, method, handler }) =>
      !(method === 'ALL' && (path === '/*' || path === '/api/sync/*')) && handler.length < 2,
  )
  return [...new Set(paths.map(({ method, path }) => `${method} ${path}`))].sort()
}

it('every route has a row, and every row a route', () => {
  expect(Object.keys(table).sort()).toEqual(routesOf())
})

it.each(Object.entries(table))(
  '%s',
  async (route, { path, body, headers, answers, isSpending }) => {
    const [method, pattern] = route.split(' ') as [string, string]
    const found = {} as Answers
    for (const caller of callers) {
      const things = await (isSpending ? thingsOfTheOwner() : (kept.things ??= thingsOfTheOwner()))
      const credentials = await (isSpending
        ? credentialsOf(caller)
        : (kept.credentials[caller] ??= credentialsOf(caller)))
      const hasBody = !['GET', 'HEAD', 'ALL', 'OPTIONS'].includes(method)
      const sent = hasBody
        ? typeof body?.(things) === 'string'
          ? (body(things) as string)
          : JSON.stringify(body?.(things) ?? {})
        : undefined
      const answer = await aNetwork(world).send(path?.(things) ?? pattern, {
        method: method === 'ALL' ? 'GET' : method,
        headers: {
          ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
          ...headers,
          ...credentials,
        },
        ...(sent === undefined ? {} : { body: sent }),
      })
      found[caller] = answer.status
      expect([
        answer.headers.get('X-Content-Type-Options'),
        answer.headers.get('Content-Security-Policy')?.includes("default-src 'none'"),
      ]).toEqual(['nosniff', true])
      expect(answer.headers.get('Cache-Control')).toMatch(
        /^\/api\/(photos|voice|assets)\/:hash$/.test(pattern) && answer.status === 200
          ? /^private,.*immutable$/
          : /no-store|no-cache/,
      )
      const text = answer.headers.get('Content-Type')?.includes('event-stream')
        ? ''
        : await answer.text()
      if (answer.body?.locked === false) await answer.body.cancel()
      // Whoever is refused is told nothing of anybody.
      if (answer.status >= 400) expect(text).not.toContain(owner.name)
      if (route.startsWith('GET /api') && answer.status === 200 && caller === 'stranger')
        expect(text).not.toContain(owner.id)
    }
    expect(found).toEqual(answers)
  },
)

it('someone else’s stream of changes is not written to, and tells nothing', async () => {
  const { authorization } = await enrolled(people.neighbour)
  await works.push(works.creation())
  const body = JSON.stringify({
    ...sync(),
    pull: null,
    install: works.install,
    push: { from: 1, waiting: 1, oldest: null, changes: [works.creation()] },
  })
  const answer = await aNetwork(world).send('/api/sync/1', {
    method: 'POST',
    body,
    headers: { Authorization: authorization },
  })
  expect((await answer.json()) as unknown).toMatchObject({
    push: { last: 1, results: [], fork: true },
  })
})
