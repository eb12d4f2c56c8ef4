// What the server does once a day: uploads that were given up go, and the files of this build stay
// for pages that are open. Started by openServer.ts.
import type { AssetStore } from './assets/assetStore.ts'
import { keepAssets } from './http/keepAssets.ts'
import { everyDay } from './jobs/everyDay.ts'
import type { PhotoStore } from './photos/photoStore.ts'
import type { ServerDeps } from './routes/deps.ts'

interface DailyWork {
  photos: Pick<PhotoStore, 'sweep'>
  assets: Pick<AssetStore, 'sweep'>
  /** Absent: no app is served here. */
  appFolder: string | undefined
  keptAssets: string
}

/**
 * Returns, once the files are kept for the first time, the way to stop it: what is in hand is done
 * when that resolves.
 */
export async function startDailyWork(
  { photos, assets, appFolder, keptAssets }: DailyWork,
  { now, log }: Pick<ServerDeps, 'now' | 'log'>,
): Promise<() => Promise<void>> {
  let sweeping = Promise.resolve()
  const stop = await everyDay(async () => {
    // Nobody waits for it to be served.
    sweeping = photos
      .sweep()
      .then(() => assets.sweep())
      .catch(() => log.warn('what is left of uploads that were given up could not be removed'))
    if (appFolder)
      await keepAssets(appFolder, keptAssets, now()).catch(() =>
        log.warn(
          'the files of this build could not be kept; pages that are open will miss them after the next one',
        ),
      )
  })
  return () => {
    stop()
    return sweeping
  }
}
