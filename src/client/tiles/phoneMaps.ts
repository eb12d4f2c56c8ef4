// The maps of this phone, wherever its browser keeps them. Which there are the browser's own files
// say; nothing else is written down of them.
import type { AssetHash } from '#domain/ids.ts'
import type { IndexedDbEnvironment } from '../db/requests.ts'
import { mapDatabase } from './mapDatabase.ts'
import { mapFolder } from './mapFolder.ts'
import type { MapOnPhone } from './mapPart.ts'

export interface PhoneMaps {
  /** Rejects where nobody can say: then nothing is known to be gone. */
  list(): Promise<MapOnPhone[]>
  /** Null where it is not here, or not whole. */
  open(hash: AssetHash): Promise<Blob | null>
  remove(hash: string): Promise<void>
  removeAll(): Promise<void>
}

/** One window at a time downloads a map. */
export const mapLock = (hash: AssetHash): string => `gridwalk-map-${hash}`

export function phoneMaps(
  environment: IndexedDbEnvironment,
  storage: Pick<StorageManager, 'getDirectory'> | undefined = globalThis.navigator?.storage,
): PhoneMaps {
  const places = [
    ...(storage && 'getDirectory' in storage ? [mapFolder(storage)] : []),
    mapDatabase(environment),
  ]
  const each = async (act: (place: (typeof places)[number]) => Promise<void>): Promise<void> => {
    await Promise.all(
      places.map((place) => act(place).catch((error) => console.warn('map', error))),
    )
  }
  return {
    list: async () => (await Promise.all(places.map((place) => place.list()))).flat(),
    async open(hash) {
      for (const place of places) {
        const found = await place.open(hash).catch(() => null)
        if (found) return found
      }
      return null
    },
    remove: (hash) => each((place) => place.remove(hash)),
    removeAll: () => each((place) => place.removeAll()),
  }
}
