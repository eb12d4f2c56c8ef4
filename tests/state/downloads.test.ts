// Maps that are asked for one after the other, or twice: one worker at a time, each map once.
import { createPinia, setActivePinia } from 'pinia'
import { computed } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Basemap } from '#domain/basemap.ts'
import type { AssetHash } from '#domain/ids.ts'
import { succeed } from '#domain/result.ts'
import { useBasemaps } from '#state/useBasemaps.ts'
import { aBasemap } from '../aBasemap.ts'

const begun = vi.hoisted(() => [] as { hash: string; end: () => void; isStopped: boolean }[])

vi.mock('#state/device.ts', () => ({
  useDevice: () => ({
    environment: { local: { getItem: () => null, setItem: () => undefined } },
  }),
}))
vi.mock('#client/sensors/screenAwake.ts', () => ({ keepAwake: () => () => undefined }))
vi.mock('#client/tiles/phoneMaps.ts', () => ({
  phoneMaps: () => ({ list: () => Promise.resolve([]), open: () => Promise.resolve(null) }),
}))
vi.mock('#client/tiles/downloadMap.ts', () => ({
  downloadMap: async ({ hash }: { hash: AssetHash }) => {
    await Promise.resolve()
    const one = { hash, isStopped: false, end: () => undefined as void }
    const end = new Promise((resolve) => (one.end = () => resolve(succeed(hash))))
    begun.push(one)
    return succeed({ end, tryNow: () => undefined, stop: () => (one.isStopped = true) })
  },
}))
const offered = ['a', 'b', 'c'].map((id) => aBasemap(id, { hash: id as AssetHash }))
const [first, second, third] = offered.map(({ f }) => f as unknown as Basemap)
vi.mock('#state/useCachedRows.ts', () => ({
  useCachedRows: (t: string) => ({
    rows: computed(() => (t === 'basemap' ? offered : [])),
    isLoaded: computed(() => false),
  }),
}))

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('document', {})
  begun.length = 0
  setActivePinia(createPinia())
})

const under = () => begun.map(({ hash }) => hash)
const stateOf = (id: string) => useBasemaps().all.find(({ map }) => map.hash === id)?.state

it('a double tap begins one download, and says so before it has begun', async () => {
  const maps = useBasemaps()
  const taps = [maps.download(first!), maps.download(first!)]
  expect(stateOf('a')).toBe('loading')
  await Promise.all(taps)
  expect(under()).toEqual(['a'])
})

it('a second map waits its turn, and begins when the first is there', async () => {
  const maps = useBasemaps()
  for (const map of [first!, second!, third!]) await maps.download(map)
  expect([under(), stateOf('b'), stateOf('c')]).toEqual([['a'], 'queued', 'queued'])
  await maps.stop(second!)
  begun[0]!.end()
  await expect.poll(under).toEqual(['a', 'c'])
  expect([stateOf('b'), stateOf('c')]).toEqual(['absent', 'loading'])
})

it('what is stopped before it has begun does not run, and the next one does', async () => {
  const maps = useBasemaps()
  const acts = [maps.download(first!), maps.download(second!), maps.stop(first!)]
  await Promise.all(acts)
  await expect.poll(under).toEqual(['a', 'b'])
  expect(begun.map(({ isStopped }) => isStopped)).toEqual([true, false])
  expect([stateOf('a'), stateOf('b')]).toEqual(['absent', 'loading'])
})
