// A line in the log and a figure for each answer: which route, how it ended, how long it took. The
// route by its pattern, so that no id, no secret and no name of a path gets into a log.
import { randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Log } from '../settings/log.ts'

export interface RequestWatch {
  log: Log
  /** Absent: nobody counts. */
  metrics?: { answered(route: string, method: string, status: number, seconds: number): void }
}

/** Of the route that answers: what only passes a request on takes a `next`. */
export const patternOf = (c: Context): string =>
  matchedRoutes(c).find(({ handler }) => handler.length < 2)?.path ?? 'none'

export const watchRequests =
  ({ log, metrics }: RequestWatch): MiddlewareHandler =>
  async (c, next) => {
    const request = randomBytes(6).toString('hex')
    const startedAt = performance.now()
    await next()
    const ms = performance.now() - startedAt
    const [route, { method }, { status }] = [patternOf(c), c.req, c.res]
    c.res.headers.set('X-Request-Id', request)
    metrics?.answered(route, method, status, ms / 1000)
    log.info({ request, route, method, status, ms: Math.round(ms) }, 'answered')
  }
