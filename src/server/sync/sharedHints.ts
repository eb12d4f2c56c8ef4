// Hints between the nodes of one PostgreSQL: what a node publishes is heard by the phones that
// listen at another. NOTIFY carries it at once; the heads of the scopes are looked at beside it,
// seldom while NOTIFY works and often while it does not. Nothing depends on it but the speed.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { ScopeId } from '#domain/ids.ts'
import { createHints, type Hints } from './hints.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface SharedHints {
  url: string
  storage: Storage
  /** False where something between here and the database does not let LISTEN through. */
  isListening?: boolean
  intervals?: { lookMs: number; lookAloneMs: number; reconnectMs: number }
}

const usualIntervals = { lookMs: 30_000, lookAloneMs: 3000, reconnectMs: 2000 }
const channel = 'gridwalk_hints'
/** PostgreSQL takes 8000 bytes to a message. */
const scopesPerMessage = 50

export function openSharedHints({
  url,
  storage,
  isListening = true,
  intervals = usualIntervals,
}: SharedHints): Hints {
  const local = createHints()
  const node = randomUUID()
  let listeners = 0
  let line: pg.Client | null = null
  let isClosed = false
  let heads: Map<ScopeId, number> | null = null
  let lookedAt = 0
  /** Told since the last look, so that it need not be told again. */
  let told = new Set<ScopeId>()
  let reconnect: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()

  const tell = (scopes: readonly ScopeId[]): void => {
    for (const scope of scopes) told.add(scope)
    local.publish(scopes)
  }

  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'gridwalk hints',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    const lose = (): void => {
      client.removeAllListeners('end')
      if (line === client) line = null
      if (!isClosed) reconnect = setTimeout(() => void connect(), intervals.reconnectMs).unref()
    }
    client.on('error', () => undefined)
    client.once('end', lose)
    client.on('notification', ({ payload }) => {
      const heard = JSON.parse(payload ?? '{}') as { node?: string; scopes?: ScopeId[] }
      if (heard.node !== node) tell(heard.scopes ?? [])
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      line = client
    } catch {
      await client.end().catch(() => undefined)
      if (client.listenerCount('end') > 0) lose()
    }
  }

  const look = async (): Promise<void> => {
    const now = await storage.read((tx) => tx.allHeads())
    const before = heads
    heads = now
    const news = before
      ? [...now].filter(([scope, head]) => head !== before.get(scope)).map(([scope]) => scope)
      : []
    // Without a line a scope that was told may have had more news since, from another node.
    const unheard = line ? news.filter((scope) => !told.has(scope)) : news
    told = new Set()
    local.publish(unheard)
  }

  const looking = setInterval(
    () => {
      const isDue = Date.now() - lookedAt >= (line ? intervals.lookMs : intervals.lookAloneMs)
      if (!isDue || (listeners === 0 && heads === null)) return
      lookedAt = Date.now()
      // Nobody listens any more: what happens until somebody does is theirs to pull.
      if (listeners === 0) heads = null
      else look().catch(() => undefined)
    },
    Math.min(intervals.lookMs, intervals.lookAloneMs),
  ).unref()

  if (isListening) void connect()

  return {
    publish: (scopes) => {
      if (scopes.length === 0) return
      tell(scopes)
      for (let at = 0; at < scopes.length; at += scopesPerMessage) {
        const message = JSON.stringify({ node, scopes: scopes.slice(at, at + scopesPerMessage) })
        sending = sending
          .then(() => line?.query('SELECT pg_notify($1, $2)', [channel, message]))
          .catch(() => undefined)
      }
    },
    listen: (listener) => {
      listeners++
      const stop = local.listen(listener)
      return () => {
        stop()
        listeners--
      }
    },
    close: async () => {
      isClosed = true
      clearInterval(looking)
      clearTimeout(reconnect)
      await line?.end().catch(() => undefined)
    },
  }
}
