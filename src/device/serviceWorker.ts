// Own runtime: keeps the app's files so that it starts cold without a network. Never touches work: no API answer and no upload passes here.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }))

// The page that brought this here stays useful when the network goes before it was ever loaded again.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A new version waits; it takes over when a person agrees, or when every page of the old one is closed.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
