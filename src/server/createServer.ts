// The server as one function from request to answer: tests call it, main.ts serves it.
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { fault, type FaultCode } from '#domain/fault.ts'
import { tileOrigins } from '#domain/onlineMap.ts'
import type { ServerDeps } from './routes/deps.ts'
import { refuse } from './http/problems.ts'
import { appRoutes } from './routes/appRoutes.ts'
import { assetRoutes } from './routes/assetRoutes.ts'
import { auditRoutes } from './routes/auditRoutes.ts'
import { basemapRoutes } from './routes/basemapRoutes.ts'
import { enrolRoutes } from './routes/enrol.ts'
import { healthRoutes } from './routes/healthRoutes.ts'
import { hintRoutes } from './routes/hintRoutes.ts'
import { gridRoutes } from './routes/gridRoutes.ts'
import { planImageRoutes } from './routes/planImageRoutes.ts'
import { planRoutes } from './routes/planRoutes.ts'
import { incidentRoutes } from './routes/incidentRoutes.ts'
import { memberRoutes } from './routes/members.ts'
import { photoRoutes } from './routes/photoRoutes.ts'
import { quarantineRoutes } from './routes/quarantineRoutes.ts'
import { rescueRoutes } from './routes/rescueRoutes.ts'
import { sessionRoutes } from './routes/session.ts'
import { syncRoutes } from './routes/syncRoutes.ts'
import { wipeRoutes } from './routes/wipeRoutes.ts'
import { whatToDo } from './storage/sql/checkDatabase.ts'
import { codeOf, type Trouble, troubleOf } from './storage/port/engineTrouble.ts'
import { withWaitingTime } from './storage/port/waitingTime.ts'
import { securityHeaders } from './http/securityHeaders.ts'
import { patternOf, watchRequests } from './http/watchRequests.ts'

/** With a connection that is still being made when it is over, an answer comes within 15 s (A6). */
const databaseMs = 12_000

const faultOfTrouble = {
  busy: 'serverBusy',
  full: 'serverFull',
  damaged: 'serverDamaged',
} as const satisfies Record<Trouble, FaultCode>
const troubleWords = {
  busy: 'the database does not answer; the phone tries again',
  full: 'there is no room left; nothing is taken in until there is, and phones keep what they have',
} as const

export interface Server {
  fetch(request: Request): Promise<Response>
}

export interface AppOptions {
  /** The built app; absent where something else serves it (development, tests). */
  appFolder?: string
  /** Assets of earlier builds (keepAssets.ts). */
  keptAssets?: string
}

export function createServer(deps: ServerDeps, options: AppOptions = {}): Server {
  const app = serverApp(deps, options)
  return { fetch: async (request) => app.fetch(request) }
}

/** All routes there are. */
export function serverApp(deps: ServerDeps, { appFolder, keptAssets }: AppOptions = {}): Hono {
  const isHttps = deps.publicUrl.startsWith('https:')
  const headers = Object.entries(securityHeaders(isHttps, tileOrigins(deps.onlineMaps ?? [])))
  const app = new Hono()
  app.use(watchRequests(deps))
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of headers)
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    // What is told about people stays in nobody's cache, unless its route says otherwise.
    if (context.req.path.startsWith('/api/') && !context.res.headers.has('Cache-Control'))
      context.res.headers.set('Cache-Control', 'no-store')
  })
  app.use('/api/sync/*', compress())
  for (const awaited of [
    '/api/sync/*',
    '/api/photos/*',
    '/api/voice/*',
    '/api/assets/*',
    '/api/rescue',
  ])
    app.use(awaited, (_, next) => withWaitingTime(databaseMs, next))
  for (const routes of [
    healthRoutes,
    syncRoutes,
    photoRoutes,
    assetRoutes,
    basemapRoutes,
    rescueRoutes,
    hintRoutes,
    enrolRoutes,
    sessionRoutes,
    memberRoutes,
    gridRoutes,
    planRoutes,
    planImageRoutes,
    incidentRoutes,
    quarantineRoutes,
    auditRoutes,
    wipeRoutes,
  ])
    app.route('/', routes(deps))
  app.all('/api/auth/*', (context) => deps.auth.handle(context.req.raw))
  app.all('/api/*', () => refuse(fault('unknownPath')))
  if (appFolder) app.route('/', appRoutes(appFolder, keptAssets))
  app.notFound(() => refuse(fault('unknownPath')))
  app.onError((error, context) => {
    const trouble = troubleOf(error)
    const what = {
      route: patternOf(context),
      error: error.name,
      code: codeOf(error) || undefined,
      where: error.stack?.split('\n')[1]?.trim(),
    }
    if (trouble === null) deps.log.error(what, 'unexpected')
    else if (trouble === 'damaged') deps.log.error(what, `the database is damaged. ${whatToDo}`)
    else deps.log.warn(what, troubleWords[trouble])
    return refuse(fault(trouble === null ? 'internal' : faultOfTrouble[trouble]))
  })
  return app
}
