// The endpoint as one function from request to answer: tests call it, main.ts serves it.
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { fault } from '#domain/fault.ts'
import type { EndpointDeps } from './deps.ts'
import { refuse } from './problems.ts'
import { appRoutes } from './routes/appRoutes.ts'
import { enrolRoutes } from './routes/enrol.ts'
import { hintRoutes } from './routes/hintRoutes.ts'
import { memberRoutes } from './routes/members.ts'
import { photoRoutes } from './routes/photoRoutes.ts'
import { sessionRoutes } from './routes/session.ts'
import { syncRoutes } from './routes/syncRoutes.ts'
import { securityHeaders } from './securityHeaders.ts'

export interface Endpoint {
  fetch(request: Request): Promise<Response>
}

/** @param appFolder the built app; absent where something else serves it (development, tests). */
export function createEndpoint(deps: EndpointDeps, { appFolder }: { appFolder?: string } = {}): Endpoint {
  const headers = Object.entries(securityHeaders(deps.publicUrl.startsWith('https:')))
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of headers) if (!context.res.headers.has(name)) context.res.headers.set(name, value)
  })
  app.use('/api/sync/*', compress())
  app.get('/api/health', () => Response.json({ v: 1, isHealthy: true }))
  for (const routes of [syncRoutes, photoRoutes, hintRoutes, enrolRoutes, sessionRoutes, memberRoutes]) app.route('/', routes(deps))
  app.all('/api/auth/*', (context) => deps.auth.handle(context.req.raw))
  app.all('/api/*', () => refuse(fault('unknownPath')))
  if (appFolder) app.route('/', appRoutes(appFolder))
  app.notFound(() => refuse(fault('unknownPath')))
  app.onError((error, context) => {
    deps.log.error({ path: context.req.path, error: error.name, where: error.stack?.split('\n')[1]?.trim() }, 'unexpected')
    const isBusy = /SQLITE_(FULL|BUSY|IOERR)/.test(String((error as { code?: string }).code ?? ''))
    return refuse(fault(isBusy ? 'serverBusy' : 'internal'))
  })
  return { fetch: async (request) => app.fetch(request) }
}
