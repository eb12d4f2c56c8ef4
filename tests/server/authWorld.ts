// A small server with its door only: real database in a folder of its own, a cast of fixed
// powers, a clock to turn.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import { openAuth } from '#server/auth/auth.ts'
import { type InviteMedium, makeInvite } from '#server/auth/invites.ts'
import type { ServerDeps } from '#server/routes/deps.ts'
import { createHints } from '#server/sync/hints.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { enrolRoutes } from '#server/routes/enrol.ts'
import { gridRoutes } from '#server/routes/gridRoutes.ts'
import { memberRoutes } from '#server/routes/members.ts'
import { sessionRoutes } from '#server/routes/session.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { discardEngine, openEngine } from '../anEngine.ts'

const aMember = (id: string, roles: Role[], gridIds: string[], isActive = true): Member => ({
  id: id as MemberId,
  name: `示例·${id}`,
  roles,
  gridIds: gridIds as GridId[],
  isActive,
})

export const cast = {
  admin: aMember('m-admin', ['admin'], ['g-all']),
  supervisor: aMember('m-supervisor', ['supervisor'], ['g-north']),
  worker: aMember('m-worker', ['gridWorker'], ['g-north']),
  volunteer: aMember('m-volunteer', ['volunteer'], ['g-north-1']),
  handler: aMember('m-handler', ['handler'], ['g-north']),
  southerner: aMember('m-southerner', ['gridWorker'], ['g-south']),
  gone: aMember('m-gone', ['gridWorker'], ['g-north'], false),
} as const

const grids = [
  ['g-all', null],
  ['g-north', 'g-all'],
  ['g-north-1', 'g-north'],
  ['g-south', 'g-all'],
] as const

export async function anAuthWorld({ publicUrl = 'http://localhost:8787' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-door-'))
  const file = join(folder, 'gridwalk.db')
  const driver = await openEngine(file)
  await migrate(driver)
  const storage = await openStorage(driver, () => 'epoch-1')
  await upsertReference(storage, [
    ...grids.map(([id, parentId]) => ({
      t: 'grid' as const,
      id,
      f: { id, name: id, level: 'grid', parentId, border: [] },
    })),
    ...Object.values(cast).map((member) => ({
      t: 'member' as const,
      id: member.id,
      f: { ...member },
    })),
  ])
  const auth = await openAuth({
    driver,
    storage,
    publicUrl,
    secret: 'a secret of the tests, long enough to sign with',
  })
  const clock = { now: Date.now() }
  const published: string[] = []
  const hints = createHints()
  hints.listen((scopes) => published.push(...scopes))
  const quiet = () => undefined
  const deps: ServerDeps = {
    storage,
    auth,
    hints,
    publicUrl,
    now: () => clock.now,
    photos: null as never,
    images: null as never,
    log: { info: quiet, warn: quiet, error: quiet } as never,
  }
  const app = new Hono()
  for (const routes of [enrolRoutes, sessionRoutes, memberRoutes, gridRoutes])
    app.route('/', routes(deps))
  app.all('/api/auth/*', (c) => auth.handle(c.req.raw))

  /** A call as a browser page of ours makes it. */
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    app.fetch(
      new Request(publicUrl + path, {
        method,
        headers: {
          Origin: publicUrl,
          ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      }),
    )

  const invite = async (member: Member, medium: InviteMedium = 'screen'): Promise<string> =>
    (await storage.write((tx) => makeInvite(tx, member.id, 'tests', medium, clock.now))).secret

  /** Opens an invite; answers what a phone would keep. */
  const enrol = async (member: Member) => {
    const answer = await call('POST', '/api/enrol', {
      secret: await invite(member),
      label: 'a phone',
    })
    const grant = (await answer.json()) as {
      deviceId: string
      deviceSecret: string
      member: Member
    }
    return {
      ...grant,
      cookie: cookieIn(answer),
      setCookie: answer.headers.getSetCookie(),
      status: answer.status,
    }
  }
  return {
    deps,
    driver,
    clock,
    published,
    call,
    invite,
    enrol,
    close: async () => {
      await storage.close()
      await discardEngine(file)
      await rm(folder, { recursive: true })
    },
  }
}

export type AuthWorld = Awaited<ReturnType<typeof anAuthWorld>>

/** What a browser would send back. */
export const cookieIn = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')

export const faultIn = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { fault?: { code: string } }).fault?.code
