// Own runtime: keeps the app's files so that it starts cold without a network. Never touches work:
// no API answer and no upload passes here. What another app shares is put down for the page.
import {
  cleanupOutdatedCaches,
  PrecacheController,
  type PrecacheEntry,
  PrecacheRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { sharePath } from '#domain/sharedPhotos.ts'
import { precacheInLanes } from './precacheInLanes.ts'
import { takeShared } from './takeShared.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] }

const files = self.__WB_MANIFEST
const kept = new PrecacheController()
kept.addToCacheList(files)
self.addEventListener('install', (event) => event.waitUntil(precacheInLanes(kept, files, event)))
self.addEventListener('activate', (event) => void kept.activate(event))
registerRoute(new PrecacheRoute(kept))
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(kept.createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }),
)

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === sharePath,
  ({ request }) => takeShared(request, self.location.origin),
  'POST',
)

// Too large to be fetched before anybody needs it; what was used once is there without a network.
// The name says its content.
registerRoute(
  ({ url }) => /^\/assets\/libheif-/.test(url.pathname),
  async ({ request }) => {
    const cache = await caches.open('decoders')
    const kept = await cache.match(request)
    if (kept) return kept
    const answer = await fetch(request)
    if (!answer.ok) return answer
    for (const older of await cache.keys())
      if (kindOf(older.url) === kindOf(request.url)) await cache.delete(older)
    await cache.put(request, answer.clone())
    return answer
  },
)
const kindOf = (url: string): string => url.slice(url.lastIndexOf('.'))

// The page that brought this here stays useful when the network goes before it was ever loaded
// again.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A new version waits; it takes over when a person agrees, or when every page of the old one is
// closed.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
