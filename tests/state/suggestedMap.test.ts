// The base map that Today offers once: never where this phone has it, never again once answered.
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'

const told = vi.hoisted(() => ({
  local: new Map<string, string>(),
  rows: [] as { f: object }[],
  acts: [] as string[],
}))
vi.mock('#state/device.ts', () => ({
  useDevice: () => ({
    environment: { local: { getItem: (key: string) => told.local.get(key) ?? null } },
  }),
}))
vi.mock('#state/useCachedRows.ts', () => ({
  useCachedRows: () => ({ rows: ref(told.rows), isLoaded: ref(true) }),
}))
vi.mock('#state/useBasemaps.ts', () => {
  const act = (name: string) => (map: { hash: string }) => {
    told.acts.push(`${name} ${map.hash}`)
    told.local.set('gridwalk.maps', JSON.stringify({ answered: [map.hash] }))
  }
  return { useBasemaps: () => ({ download: act('download'), decline: act('decline') }) }
})
const { useSuggestedMap } = await import('#state/useSuggestedMap.ts')

const usual = { hash: 'a', isUsual: true }
beforeEach(() => {
  told.local.clear()
  told.acts.length = 0
  told.rows = [{ f: { hash: 'b', isUsual: false } }, { f: usual }]
})

it('offers the usual map of the community', () =>
  expect(useSuggestedMap().map.value?.hash).toBe('a'))

it.each([
  ['was here', { had: ['a'] }],
  ['was answered', { answered: ['a'] }],
])('offers none that %s', (_, kept) => {
  told.local.set('gridwalk.maps', JSON.stringify(kept))
  expect(useSuggestedMap().map.value).toBeNull()
})

it('offers none that is offered no longer', () => {
  told.rows = [{ f: { ...usual, retiredAt: 1 } }]
  expect(useSuggestedMap().map.value).toBeNull()
})

it.each(['download', 'decline'] as const)('is gone after %s', async (act) => {
  const suggested = useSuggestedMap()
  await suggested[act](suggested.map.value!)
  expect(told.acts).toEqual([`${act} a`])
  expect(suggested.map.value).toBeNull()
})
