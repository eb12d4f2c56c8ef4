// The app's files are kept several at once, all of them or the version is not installed.
import type { PrecacheController } from 'workbox-precaching'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { precacheInLanes } from '#client/page/precacheInLanes.ts'

beforeAll(() => void vi.stubGlobal('location', new URL('http://localhost/serviceWorker.js')))
afterAll(() => void vi.unstubAllGlobals())

const event = {} as Parameters<typeof precacheInLanes>[2]
const files = Array.from({ length: 40 }, (_, n) =>
  n === 0
    ? { url: 'index.html', revision: 'r1' }
    : { url: `assets/part-${String(n)}.js`, revision: null },
)

/** A store that keeps one file a turn, and notes what was asked of it. */
function aStore(fails?: string) {
  const asked: { path: string; cache: RequestCache; cacheKey: unknown }[] = []
  const most = { now: 0, ever: 0 }
  const controller = {
    getCacheKeyForURL: (url: string) => `key of ${url}`,
    strategy: {
      handleAll: ({ request, params }: { request: Request; params: { cacheKey: string } }) => {
        const path = new URL(request.url).pathname
        asked.push({ path, cache: request.cache, cacheKey: params.cacheKey })
        most.ever = Math.max(most.ever, ++most.now)
        const kept = new Promise<void>((resolve) => setTimeout(resolve, 1)).then(() => {
          most.now--
          if (path === fails) throw new Error(`${path} is not there`)
        })
        return [kept, kept]
      },
    },
  }
  return { asked, most, controller: controller as unknown as PrecacheController }
}

it('asks for each file once, six at a time', async () => {
  const { asked, most, controller } = aStore()
  await precacheInLanes(controller, files, event)
  expect(asked.map(({ path }) => path)).toEqual(files.map(({ url }) => `/${url}`))
  expect(most.ever).toBe(6)
  expect(asked[1]!.cacheKey).toBe('key of http://localhost/assets/part-1.js')
})

it('takes a file whose name says its content from wherever it lies, any other from the server', async () => {
  const { asked, controller } = aStore()
  await precacheInLanes(controller, files, event)
  expect(asked[0]!.cache).toBe('reload')
  expect(new Set(asked.slice(1).map(({ cache }) => cache))).toEqual(new Set(['default']))
})

it('stops at the first that is missing, and the version is not installed', async () => {
  const { asked, controller } = aStore('/assets/part-7.js')
  await expect(precacheInLanes(controller, files, event)).rejects.toThrow('part-7.js is not there')
  expect(asked.length).toBeLessThan(20)
})
