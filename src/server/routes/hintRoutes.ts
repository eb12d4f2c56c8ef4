// GET /api/hints: server-sent events that say which scopes have news (H1). A lost hint costs
// nothing, the next pull catches up.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { fault } from '#domain/fault.ts'
import type { MemberId, ScopeId } from '#domain/ids.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'

const beatMs = 25_000 // below the 30 s at which common proxies drop a silent connection

/**
 * A phone, a desk and some tabs listen at once; each look at a member's scopes is paid for as often
 * as they listen.
 */
const mostStreams = 12

export function hintRoutes(deps: ServerDeps): Hono {
  const streams = new Map<MemberId, Set<() => void>>()
  /**
   * Opens one more of the member's streams, and closes the oldest where there are too many. Returns
   * the way to close it.
   */
  const open = (member: MemberId, close: () => void): (() => void) => {
    const own = streams.get(member) ?? new Set()
    streams.set(member, own.add(close))
    const [oldest] = own
    if (own.size > mostStreams && oldest) {
      own.delete(oldest)
      oldest()
    }
    return () => {
      own.delete(close)
      if (own.size === 0) streams.delete(member)
    }
  }
  return new Hono().get('/api/hints', async (context) => {
    const { headers } = context.req.raw
    const reader = await deps.auth.memberIdOf(headers)
    if (!reader) return refuse(fault('signedOut'))
    return streamSSE(context, async (stream) => {
      const finish = (): void => {
        stream.abort()
        void stream.close()
      }
      const end = open(reader, finish)
      const stop = deps.hints.listen((touched) => {
        void (async () => {
          const mine = await deps.storage.read(async (tx) => {
            const member = await memberOf(tx, reader)
            return new Set<ScopeId>(member ? await scopesOfMember(tx, member) : [])
          })
          const scopes = touched.filter((scope) => mine.has(scope))
          if (scopes.length === 0) return
          if ((await deps.auth.memberIdOf(headers)) !== reader) finish()
          else await stream.writeSSE({ event: 'hint', data: JSON.stringify({ scopes }) })
        })().catch(() => stream.abort())
      })
      stream.onAbort(stop)
      stream.onAbort(end)
      // A session may have ended since: nothing is told on it, and the stream closes.
      while (!stream.aborted && (await deps.auth.memberIdOf(headers)) === reader) {
        await stream.writeSSE({ event: 'beat', data: '' })
        await stream.sleep(beatMs)
      }
      stop()
      end()
    })
  })
}
