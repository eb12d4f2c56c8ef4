// PostgreSQL through a pool, for any number of nodes. Writes run READ COMMITTED, because the scopes
// they lock put them in order; reads on one snapshot. Nothing here is particular to one server's
// make: row locks, ON CONFLICT and timeouts.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { codeOf, isOfTheEngine, troubleOf } from '../port/engineTrouble.ts'
import type { SqlDriver, SqlSession } from './sqlDriver.ts'
import { waitingTime } from '../port/waitingTime.ts'

export interface PostgresOptions {
  url: string
  /** Connections of this node. */
  poolSize?: number
  /** How long this waits for another's lock before it begins anew. */
  lockMs?: number
  /**
   * A node that was frozen in the middle of a transaction loses it, and its locks, after this long.
   */
  idleInTransactionMs?: number
  /** How often work is begun at most. */
  attempts?: number
}

const statementMs = 30_000
/** For a free connection of the pool, or a new one. */
const connectMs = 3000
/** No new attempt begins after this long: whoever asked is told to come again. */
const retryMs = 12_000

/** BIGINT and NUMERIC (what a sum of those is); ours stay far below 2^53. */
const asNumber = new Set<number>([20, 1700])

export function openPostgres({
  url,
  poolSize = 10,
  lockMs = 4000,
  idleInTransactionMs = 10_000,
  attempts = 10,
}: PostgresOptions): SqlDriver {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    // What is asked without waiting for the answer before it goes out at once, in this order.
    pipeline: true,
    application_name: 'gridwalk',
    statement_timeout: statementMs,
    // Also where the server is out of reach and cannot even say so.
    query_timeout: statementMs + 5000,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    types: {
      getTypeParser: (oid, format): unknown =>
        asNumber.has(oid) ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // A connection lost while nobody asks anything of it is replaced when next needed; whoever was
  // asking gets the error.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  const within = <T>(begin: string, work: (session: SqlSession) => Promise<T>): Promise<T> =>
    anew(attempts, async (until) => {
      const client = await pool.connect().catch(known)
      let isLost = false
      const lose = (): void => void (isLost = true)
      client.on('error', lose)
      const query = queryOn(client, until)
      try {
        await query(begin).catch(known)
        const value = await work(sessionOn(query))
        if (isLost) throw withCode('the connection was lost before COMMIT', '08006')
        await query('COMMIT').catch(undecided)
        return value
      } catch (error) {
        isLost ||= /^08/.test(codeOf(error))
        if (!isLost) await query('ROLLBACK').catch(lose)
        throw error
      } finally {
        client.off('error', lose)
        client.release(isLost)
      }
    })

  return {
    dialect: 'postgres',
    forUpdate: ' FOR UPDATE',
    write: (work) => within('BEGIN ISOLATION LEVEL READ COMMITTED', work),
    read: (work) => within('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work),
    close: () => pool.end(),
  }
}

const numbered = new Map<string, string>()

/** `?` → `$1`, `$2` …; what the session library writes has its numbers already. */
function inItsWords(sql: string): string {
  let known = numbered.get(sql)
  if (known === undefined) {
    let n = 0
    numbered.set(sql, (known = sql.replace(/\?/g, () => `$${++n}`)))
  }
  return known
}

type Query = (sql: string, values?: readonly unknown[]) => Promise<pg.QueryResult>

/**
 * @param until when whoever asked must have an answer: a server that has fallen silent is not
 *   waited for any longer.
 */
const queryOn =
  (client: pg.PoolClient, until: number): Query =>
  (text, values = []) => {
    const query: pg.QueryConfig & { query_timeout?: number } = { text, values: [...values] }
    if (until < Infinity) query.query_timeout = Math.max(1, until - Date.now())
    return client.query(query)
  }

function sessionOn(query: Query): SqlSession {
  let first: unknown
  const ask: Query = (sql, values) =>
    query(inItsWords(sql), values)
      .catch(known)
      .catch((error: unknown) => {
        first ??= error
        // What was sent behind a failure fails because of it, and it is the one to tell.
        throw codeOf(error) === '25P02' ? first : error
      })
  return {
    isAnyOf: '= ANY(?)',
    all: async <R>(sql: string, values?: readonly unknown[]) =>
      (await ask(sql, values)).rows as R[],
    first: async <R>(sql: string, values?: readonly unknown[]) =>
      (await ask(sql, values)).rows[0] as R | undefined,
    run: async (sql, values) => void (await ask(sql, values)),
    alter: async (sql, values) => (await ask(sql, values)).rowCount ?? 0,
  }
}

const withCode = (error: unknown, code: string): Error =>
  Object.assign(
    new Error(error instanceof Error ? error.message : String(error), { cause: error }),
    { code },
  )

/** The client library tells of a lost connection in words alone; here it gets the code of one. */
const known = (error: unknown): never => {
  throw codeOf(error) ? error : withCode(error, '08006')
}

/**
 * An answer to COMMIT that never came may have been a yes: it is not tried again here, only by
 * somebody who can tell (S3).
 */
const undecided = (error: unknown): never => {
  throw /^(40|23)/.test(codeOf(error)) ? error : withCode(error, '08007')
}

/**
 * Two that make the same row or table at once meet as a broken key; looked at again, the second
 * finds the first one's.
 */
const isCollision = (error: unknown): boolean => /^(23505|42P07|42710)$/.test(codeOf(error))
const isWorthAnother = (error: unknown): boolean =>
  codeOf(error) !== '08007' &&
  troubleOf(error) !== 'damaged' &&
  (isOfTheEngine(error) || isCollision(error))

/**
 * Again and again, until it is done or too late. @param attempt is told when whoever asked must
 * have an answer.
 */
async function anew<T>(attempts: number, attempt: (until: number) => Promise<T>): Promise<T> {
  const waiting = waitingTime()
  const startedAt = Date.now()
  const until = startedAt + (waiting?.leftMs ?? Infinity)
  const lastStart = Math.min(until, startedAt + retryMs)
  try {
    for (let n = 1; ; n++) {
      try {
        return await attempt(until)
      } catch (error) {
        const pauseMs = Math.random() * Math.min(10 * 2 ** n, 1000)
        const isLast = n >= (isCollision(error) ? 3 : attempts) || Date.now() + pauseMs > lastStart
        if (isLast || !isWorthAnother(error)) throw error
        await sleep(pauseMs)
      }
    }
  } finally {
    if (waiting) waiting.leftMs -= Date.now() - startedAt
  }
}
