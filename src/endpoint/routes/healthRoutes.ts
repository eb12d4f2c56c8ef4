// For whoever watches the endpoint: does it live, and can it take work in? Says yes or no, nothing about what it holds.
import { Hono } from 'hono'
import type { EndpointDeps } from '../deps.ts'

/** Asked by anyone as often as they like, looked up this often at most: a look writes to the database. */
const freshMs = 2000
const nobodysPhoto = '0'.repeat(64)

export function healthRoutes(deps: EndpointDeps): Hono {
  let last: { at: number; looked: Promise<Record<string, boolean>> } | null = null
  const look = async (): Promise<Record<string, boolean>> => {
    const works = (work: Promise<unknown>): Promise<boolean> => work.then(() => true, () => false)
    return {
      database: await works(deps.storage.write((tx) => tx.putNote('ready', String(deps.now())))),
      photos: await works(deps.photos.read(nobodysPhoto as never)),
    }
  }

  return new Hono()
    .get('/api/health', () => Response.json({ v: 1, isHealthy: true }, { headers: { 'Cache-Control': 'no-store' } }))
    .get('/api/ready', async () => {
      const now = performance.now()
      if (!last || now - last.at > freshMs) last = { at: now, looked: look() }
      const parts = await last.looked
      const isReady = Object.values(parts).every(Boolean)
      // A second place that lags is no reason to send phones away: work goes on and waits for its copy.
      const backup = deps.backup?.hasPlace ? await deps.backup.status() : null
      const secondPlace = backup && { lagSeconds: Math.round(backup.lagSeconds), isReachable: backup.trouble === null }
      return Response.json({ v: 1, isReady, ...parts, ...(secondPlace ? { secondPlace } : {}) }, { status: isReady ? 200 : 503, headers: { 'Cache-Control': 'no-store' } })
    })
}
