// GET /api/hints: server-sent events that say which scopes have news (H1). A lost hint costs nothing, the next pull catches up.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { fault } from '#domain/fault.ts'
import type { ScopeId } from '#domain/ids.ts'
import { memberOf, scopesOfMember } from '../access.ts'
import type { EndpointDeps } from '../deps.ts'
import { refuse } from '../problems.ts'

const beatMs = 25_000 // below the 30 s at which common proxies drop a silent connection

export function hintRoutes(deps: EndpointDeps): Hono {
  return new Hono().get('/api/hints', async (context) => {
    const reader = await deps.auth.memberIdOf(context.req.raw.headers)
    if (!reader) return refuse(fault('signedOut'))
    return streamSSE(context, async (stream) => {
      const stop = deps.hints.listen((touched) => {
        void (async () => {
          const mine = await deps.storage.read(async (tx) => {
            const member = await memberOf(tx, reader)
            return new Set<ScopeId>(member ? await scopesOfMember(tx, member) : [])
          })
          const scopes = touched.filter((scope) => mine.has(scope))
          if (scopes.length > 0) await stream.writeSSE({ event: 'hint', data: JSON.stringify({ scopes }) })
        })().catch(() => stream.abort())
      })
      stream.onAbort(stop)
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'beat', data: '' })
        await stream.sleep(beatMs)
      }
      stop()
    })
  })
}
