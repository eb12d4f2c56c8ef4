// Keeps the app's files when a version is installed, several at once: one after another, as the
// library would, each of some two hundred files waits for the link, and the app starts without a
// network a minute later than it could.
import type { PrecacheController, PrecacheEntry } from 'workbox-precaching'

/**
 * As many as a browser opens to one host. All at once fail in Chromium
 * (github.com/GoogleChrome/workbox/issues/2528).
 */
const lanes = 6

/**
 * Resolves once every file is kept. Rejects with the first that could not be had, and asks for no
 * further one: the browser tries the version again later, what is kept already stays.
 */
export async function precacheInLanes(
  controller: PrecacheController,
  entries: readonly PrecacheEntry[],
  event: Parameters<PrecacheController['install']>[0],
): Promise<void> {
  const waiting = [...entries]
  const lane = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const { href } = new URL(entry.url, location.href)
      const kept = controller.strategy.handleAll({
        request: new Request(href, {
          // A name that says its content may come from the browser's own cache.
          cache: entry.revision ? 'reload' : 'default',
          credentials: 'same-origin',
        }),
        params: { cacheKey: controller.getCacheKeyForURL(href) },
        event,
      })
      await Promise.all(kept).catch((error: unknown) => {
        waiting.length = 0
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
