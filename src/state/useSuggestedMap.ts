// The usual base map of the community where this phone has none of it: offered once, on Today or on
// the map, until a person has answered. Reads rows and hints only, so that a start stays light.
import { computed, type ComputedRef, ref } from 'vue'
import type { Basemap } from '#domain/basemap.ts'
import { useDevice } from './device.ts'
import { readKeptMaps } from './keptMaps.ts'
import { useCachedRows } from './useCachedRows.ts'

export interface SuggestedMap {
  map: ComputedRef<Basemap | null>
  /** Begins at once; the maps of this phone show its progress. Rejects if it cannot be loaded. */
  download(map: Basemap): Promise<void>
  decline(map: Basemap): Promise<void>
}

export function useSuggestedMap(): SuggestedMap {
  const { local } = useDevice().environment
  const { rows, isLoaded } = useCachedRows('basemap', 300)
  const kept = ref(readKeptMaps(local))
  const isOffered = ({ isUsual, hash, retiredAt }: Basemap): boolean =>
    isUsual &&
    retiredAt === undefined &&
    !kept.value.had.includes(hash) &&
    !kept.value.answered.includes(hash)
  const map = computed(
    () => (isLoaded.value && rows.value.find(({ f }) => isOffered(f))?.f) || null,
  )

  /** What else knows of maps is loaded by whoever wants one. */
  async function answer(how: 'download' | 'decline', map: Basemap): Promise<void> {
    const { useBasemaps } = await import('./useBasemaps.ts')
    void useBasemaps()[how](map)
    kept.value = readKeptMaps(local)
  }
  return {
    map,
    download: (map) => answer('download', map),
    decline: (map) => answer('decline', map),
  }
}
