// A grid or a place that is no longer there: gone from everything one chooses or walks, and still
// called by its name where a record names it.
import { createPinia, setActivePinia } from 'pinia'
import { computed } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { Place } from '#domain/place.ts'
import type { RowType } from '#domain/row.ts'
import { useReference } from '#state/useReference.ts'

const pulled = vi.hoisted(() => new Map<RowType, object[]>())

vi.mock('#state/useSession.ts', () => ({ useSession: () => ({ member: { gridIds: ['c'] } }) }))
vi.mock('#state/useCachedRows.ts', () => ({
  useCachedRows: (t: RowType) => ({
    rows: computed(() => (pulled.get(t) ?? []).map((f) => ({ f }))),
    isLoaded: computed(() => true),
  }),
}))

const square = (west: number): Grid['border'] => [
  [west, 30],
  [west + 0.01, 30],
  [west + 0.01, 30.01],
  [west, 30.01],
]
const aGrid = (id: string, parentId: string | null, more: Partial<Grid> = {}) =>
  ({ ...{ id, name: `网格${id}`, level: 'grid', parentId }, border: square(114), ...more }) as Grid
const aPlace = (code: string, gridId: string, more: Partial<Place> = {}) =>
  ({
    ...{ id: `p-${code}`, type: 'lampPost', code, name: `灯杆 ${code}`, gridId, parentId: null },
    ...{ lat: 30.005, lon: 114.005 },
    ...more,
  }) as Place

beforeEach(() => {
  setActivePinia(createPinia())
  pulled.set('grid', [
    aGrid('c', null, { border: [] }),
    aGrid('old', 'c', { retiredAt: 5 }),
    aGrid('below', 'old', { border: square(115) }),
  ])
  pulled.set('place', [
    aPlace('W-1', 'old', { retiredAt: 5 }),
    aPlace('W-2', 'below', { lat: 30.006 }),
    aPlace('W-3', 'old', { lat: 30.007 }),
  ])
})

test('what is retired is neither among the grids and places nor found by where it is', () => {
  const reference = useReference()
  expect(reference.grids.map(({ id }) => id)).toEqual(['c', 'below'])
  expect(reference.places.map(({ code }) => code)).toEqual(['W-2', 'W-3'])
  expect(reference.gridAt({ lat: 30.005, lon: 114.005 })).toBeUndefined()
  expect(reference.nearestPlace({ lat: 30.005, lon: 114.005 }, 1000)?.code).toBe('W-2')
  expect(reference.nearestPlace({ lat: 30.005, lon: 114.005 }, 100)).toBeUndefined()
})

test('what is retired keeps its name in what names it', () => {
  const reference = useReference()
  expect(reference.gridById('old')?.name).toBe('网格old')
  expect(reference.placeById('p-W-1')?.name).toBe('灯杆 W-1')
  const report = { kind: 'hazard', placeId: 'p-W-1', body: {} } as never
  expect(reference.placeTitle(report)).toBe('灯杆 W-1')
})

test('a grid below a retired one is still within those above it', () => {
  const reference = useReference()
  expect(reference.myGrids.map(({ id }) => id)).toEqual(['below'])
  expect(reference.tree.get('below' as never)).toBe('old')
  expect(reference.tree.get('old' as never)).toBe('c')
})
