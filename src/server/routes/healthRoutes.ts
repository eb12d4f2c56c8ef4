// For whoever watches the server: does it live, and can it take work in? Says yes or no, nothing
// about what it holds.
import { Hono } from 'hono'
import type { ServerDeps } from './deps.ts'
import { type Trouble, troubleOf } from '../storage/port/engineTrouble.ts'

/**
 * Asked by anyone as often as they like, looked up this often at most: a look writes to the
 * database.
 */
const freshMs = 2000
/** A push with a photo, its draft and what the engine writes ahead. */
const leastFreeBytes = 32 * 1024 * 1024

interface Looked {
  database: boolean
  photos: boolean
  /** Why it is not ready. */
  reason?: Trouble
}

const nobodysPhoto = '0'.repeat(64)

export function healthRoutes(deps: ServerDeps): Hono {
  let last: { at: number; looked: Promise<Looked> } | null = null
  const look = async (): Promise<Looked> => {
    const troubles: (Trouble | null)[] = []
    const works = (work: Promise<unknown>): Promise<boolean> =>
      work.then(
        () => true,
        (error: unknown) => {
          troubles.push(troubleOf(error) ?? 'busy')
          return false
        },
      )
    const database = await works(
      deps.storage.write((tx) => tx.putNote('ready', String(deps.now()))),
    )
    const photos = await works(deps.photos.read(nobodysPhoto as never))
    // A note still fits where a push no longer does.
    const isFull = ((await deps.freeBytes?.().catch(() => null)) ?? Infinity) < leastFreeBytes
    const reason = troubles[0] ?? (isFull ? 'full' : undefined)
    return { database, photos, ...(reason ? { reason } : {}) }
  }

  return new Hono()
    .get('/api/health', () =>
      Response.json({ v: 1, isHealthy: true }, { headers: { 'Cache-Control': 'no-store' } }),
    )
    .get('/api/ready', async () => {
      const now = performance.now()
      if (!last || now - last.at > freshMs) last = { at: now, looked: look() }
      const parts = await last.looked
      const isReady = parts.reason === undefined
      // A backup that lags is no reason to send phones away: work goes on and waits for its
      // copy.
      const backup = deps.backup?.hasStore ? await deps.backup.status() : null
      const secondPlace = backup && {
        lagSeconds: Math.round(backup.lagSeconds),
        isReachable: backup.trouble === null,
      }
      return Response.json(
        { v: 1, isReady, ...parts, ...(secondPlace ? { secondPlace } : {}) },
        { status: isReady ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
      )
    })
}
