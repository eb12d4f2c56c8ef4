// A phone that knows nothing yet asks for everything, against fetching the same rows as one file
// into an equal store.
import { type CachedRow, openCacheDb, rowKey } from '#client/db/cacheDb.ts'
import {
  startSession,
  resumeSession,
  type LocalSession,
  type PhoneEnvironment,
} from '#client/session/localSession.ts'
import { syncOnce } from '#client/sync/syncOnce.ts'
import { fetchTransport, type Transport } from '#client/http/transport.ts'
import type { MemberId, ScopeId } from '#domain/ids.ts'
import type { DeviceGrant } from '#protocol/deviceMessages.ts'

let session: LocalSession | undefined

/** A phone just enrolled, with empty databases. */
export async function openPhone(grant: DeviceGrant): Promise<void> {
  session?.capture.close()
  session?.cache.close()
  for (const { name } of await indexedDB.databases()) if (name) await forget(name)
  const environment: PhoneEnvironment = {
    local: localStorage,
    now: Date.now,
    onSuperseded: () => undefined,
  }
  const bound = await startSession(grant, environment)
  if (!bound.ok) throw new Error(bound.fault.code)
  session = bound.value
  await session.cache.open()
}

/** The phone of the page before this one, as a start of the app finds it. */
export async function reopenPhone(): Promise<void> {
  const opened = await resumeSession({
    local: localStorage,
    now: Date.now,
    onSuperseded: () => undefined,
  })
  if (!opened.ok || !opened.value) throw new Error('the phone did not open')
  session = opened.value
}

const forget = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name)
    deleting.onsuccess = () => resolve()
    deleting.onerror = () => reject(deleting.error!)
  })

export const thePhone = (): LocalSession => {
  if (!session) throw new Error('no phone is open')
  return session
}

export interface RoundDone {
  ms: number
  /** When the first answer had been merged into the cache. */
  firstPageMs: number
  requests: number
  pushed: number
  pulledRows: number
}

/** One real round of sync. The next request leaves when the answer before it has been applied. */
export async function pullAll(): Promise<RoundDone> {
  const sentAt: number[] = []
  const transport: Transport = {
    send: (path, init) => {
      sentAt.push(performance.now())
      return fetchTransport.send(path, init)
    },
  }
  const done = await syncOnce({ ...thePhone(), transport, app: 'bench', now: Date.now })
  const endedAt = performance.now()
  if (!done.ok) throw new Error(done.fault.code)
  const { pushed, pulledRows } = done.value
  return {
    ms: endedAt - sentAt[0]!,
    firstPageMs: (sentAt[1] ?? endedAt) - sentAt[0]!,
    requests: sentAt.length,
    pushed,
    pulledRows,
  }
}

/** Returns milliseconds and rows. */
export async function rawPull(scope: string): Promise<{ ms: number; rows: number }> {
  const db = openCacheDb(`raw-${Date.now()}` as MemberId, () => undefined)
  await db.open()
  const startedAt = performance.now()
  const rows = (await (await fetch('/raw/rows', { cache: 'no-store' })).json()) as CachedRow[]
  await db.row.bulkPut(
    rows.map((row) => ({ ...row, key: rowKey(row.t, row.id), scopes: [scope as ScopeId] })),
  )
  const ms = performance.now() - startedAt
  await db.delete()
  return { ms, rows: rows.length }
}
