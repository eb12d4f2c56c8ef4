// Pictures of the plan on a phone, one fetched after the other.
import { createPinia, setActivePinia } from 'pinia'
import { computed, shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import type { MapToFetch } from '#client/tiles/fetchMap.ts'
import { succeed } from '#domain/result.ts'
import { usePlanImages } from '#state/usePlanImages.ts'

const here = vi.hoisted(() => new Map<string, Blob>())
const fetching = vi.hoisted((): { hash: string; arrive(): void }[] => [])
const hashes = shallowRef<string[]>([])

vi.mock('#client/tiles/phoneMaps.ts', () => ({
  phoneMaps: () => ({ open: (hash: string) => Promise.resolve(here.get(hash) ?? null) }),
}))
vi.mock('#client/tiles/downloadMap.ts', () => ({
  downloadMap: ({ hash }: MapToFetch) => {
    const end = new Promise((resolve) => {
      const arrive = (): void => {
        here.set(hash, new Blob([hash]))
        resolve(succeed(hash))
      }
      fetching.push({ hash, arrive })
    })
    return Promise.resolve(succeed({ end, tryNow: () => undefined, stop: () => undefined }))
  },
}))
vi.mock('#state/device.ts', () => ({ useDevice: () => ({ environment: {} }) }))
vi.mock('#state/useSession.ts', () => ({ useSession: () => ({ member: null }) }))
vi.mock('#state/useReference.ts', () => ({ useReference: () => ({ isMyGrid: () => true }) }))
vi.mock('#state/useCachedRows.ts', () => ({
  useCachedRows: () => ({
    rows: computed(() => hashes.value.map((hash) => ({ f: { id: hash, hash, gridId: 'g' } }))),
    isLoaded: computed(() => true),
  }),
}))

test('one that comes while another is fetched is fetched after it', async () => {
  setActivePinia(createPinia())
  hashes.value = ['a']
  const images = usePlanImages()
  await vi.waitFor(() => expect(fetching.map(({ hash }) => hash)).toEqual(['a']))
  hashes.value = ['a', 'b']
  await Promise.resolve()
  fetching[0]!.arrive()
  await vi.waitFor(() => expect(fetching.map(({ hash }) => hash)).toEqual(['a', 'b']))
  fetching[1]!.arrive()
  await vi.waitFor(() => expect(images.shown.map(({ id }) => id)).toEqual(['a', 'b']))
})
