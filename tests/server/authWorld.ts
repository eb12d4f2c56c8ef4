// A small server with its door only: real database in a folder of its own, a cast of fixed
// powers, a clock to turn.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Member } from '#domain/member.ts'
import { type InviteMedium, makeInvite } from '#server/auth/invites.ts'
import { createHints } from '#server/sync/hints.ts'
import { enrolRoutes } from '#server/routes/enrol.ts'
import { gridRoutes } from '#server/routes/gridRoutes.ts'
import { planRoutes } from '#server/routes/planRoutes.ts'
import { memberRoutes } from '#server/routes/members.ts'
import { sessionRoutes } from '#server/routes/session.ts'
import { aMember, referenceOf } from '../aCast.ts'
import { aFilledStorage, anAuth, aServerDeps, origin } from '../aServerBase.ts'
import { discardEngine, openEngine } from '../anEngine.ts'

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

export async function anAuthWorld({ publicUrl = origin } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-door-'))
  const file = join(folder, 'gridwalk.db')
  const driver = await openEngine(file)
  const storage = await aFilledStorage({
    driver,
    newEpoch: () => 'epoch-1',
    reference: referenceOf(grids, [], Object.values(cast)),
  })
  const auth = await anAuth(driver, storage, publicUrl)
  const clock = { now: Date.now() }
  const published: string[] = []
  const hints = createHints()
  hints.listen((scopes) => published.push(...scopes))
  const deps = aServerDeps({ storage, auth, hints, publicUrl, now: () => clock.now })
  const app = new Hono()
  for (const routes of [enrolRoutes, sessionRoutes, memberRoutes, gridRoutes, planRoutes])
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
