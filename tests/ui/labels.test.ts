// Labels for places: which are printed, in which order, on how many pages, and what their codes
// say.
import { expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlaceId } from '#domain/ids.ts'
import { addressOfCode, codeFromScan, type Place } from '#domain/place.ts'
import { byName } from '#ui/words/byName.ts'
import { codePictures } from '#ui/desk/plan/codePictures.ts'
import { codeSize, pageCount, pagesOf } from '#ui/desk/plan/labelSheets.ts'
import { labelsOf, placesNamed, placesOf } from '#ui/desk/plan/placeLabels.ts'

const gridOf = (id: string, name: string, parentId: string | null): Grid => ({
  id: id as GridId,
  name,
  level: parentId === null ? 'community' : 'grid',
  parentId: parentId as GridId | null,
  border: [],
})
const grids = [
  gridOf('top', 'Riverside', null),
  gridOf('g10', 'Grid 10', 'top'),
  gridOf('g2', 'Grid 2', 'top'),
  gridOf('g2a', 'Block A', 'g2'),
]
const placeOf = (code: string, more: Partial<Place> = {}): Place => ({
  id: `p-${code}` as PlaceId,
  type: 'stairwell',
  code,
  name: `Stairwell ${code}`,
  gridId: 'g2' as GridId,
  parentId: null,
  lat: 0,
  lon: 0,
  ...more,
})
const labelled = (places: Place[], chosen = places) =>
  labelsOf({ grids, places }, chosen, byName('en'))

it('labels stand by grid as grids are chosen from, and within a grid by code, numbers by their value', () => {
  const places = [
    placeOf('3-10-101'),
    placeOf('9-1', { gridId: 'g10' as GridId }),
    placeOf('8-1', { gridId: 'g2a' as GridId }),
    placeOf('3-2-201'),
    placeOf('W-1', { gridId: 'top' as GridId }),
  ]
  expect(labelled(places).labels.map(({ code, grid }) => [code, grid])).toEqual([
    ['W-1', ''],
    ['9-1', 'Grid 10'],
    ['3-2-201', 'Grid 2'],
    ['3-10-101', 'Grid 2'],
    ['8-1', 'Block A'],
  ])
})

it('a label says code, name, grid and community, and the code once', () => {
  const [named, bare] = labelled([placeOf('1-1'), placeOf('1-2', { name: '1-2' })]).labels
  expect(named).toEqual({
    id: 'p-1-1',
    code: '1-1',
    name: 'Stairwell 1-1',
    grid: 'Grid 2',
    community: 'Riverside',
  })
  expect(bare!.name).toBe('')
})

it('places without a code, retired ones and codes that two places answer to are refused by reason', () => {
  const { labels, refused } = labelled([
    placeOf(' - ', { id: 'no code' as PlaceId }),
    placeOf('1-1', { retiredAt: 5 }),
    placeOf('2-1', { id: 'a' as PlaceId }),
    placeOf('２－１号', { id: 'b' as PlaceId }),
    placeOf('4-1', { aliases: ['3-1'] }),
    placeOf('3-1'),
    placeOf('5-1', { id: 'alive' as PlaceId }),
    placeOf('5-1', { id: 'gone' as PlaceId, retiredAt: 5 }),
    placeOf('6-1', { aliases: ['6-1', '6-0'] }),
  ])
  expect(Object.fromEntries(refused.map(({ id, reason }) => [id, reason]))).toEqual({
    'no code': 'noCode',
    'p-1-1': 'retired',
    a: 'twice',
    b: 'twice',
    'p-3-1': 'twice',
    gone: 'retired',
  })
  expect(labels.map(({ id }) => id)).toEqual(['p-4-1', 'alive', 'p-6-1'])
})

it('a code is held twice also where only one of both places was chosen', () => {
  const places = [placeOf('2-1', { id: 'a' as PlaceId }), placeOf('2-1', { id: 'b' as PlaceId })]
  expect(labelled(places, [places[0]!]).refused.map(({ reason }) => reason)).toEqual(['twice'])
})

it('a grid brings what lies below it, and only the types that were chosen', () => {
  const places = [
    placeOf('1'),
    placeOf('2', { gridId: 'g2a' as GridId }),
    placeOf('3', { gridId: 'g10' as GridId }),
    placeOf('4', { type: 'lampPost' }),
  ]
  const codes = (gridId: string | null) =>
    placesOf({ grids, places }, gridId as GridId | null, ['stairwell']).map(({ code }) => code)
  expect([codes('g2'), codes(null)]).toEqual([
    ['1', '2'],
    ['1', '2', '3'],
  ])
})

it('places that were named are taken once each, and one that nobody knows is said', () => {
  const known = placeOf('1')
  const named = placesNamed(['p-1', 'p-1', 'p-x'], (id) => (id === 'p-1' ? known : undefined))
  expect(named.places).toEqual([known])
  expect(named.refused.map(({ code, reason }) => [code, reason])).toEqual([['p-x', 'unknown']])
})

it('pages are counted as they are filled', () => {
  const labels = Array.from({ length: 49 }, (_, at) => at)
  for (const sheet of ['a4x24', 'a4x10', 'a4x1', 'roll'] as const)
    expect(pagesOf(labels, sheet).length).toBe(pageCount(49, sheet))
  expect(pagesOf(labels, 'a4x24').map((page) => page.length)).toEqual([24, 24, 1])
  expect([pageCount(49, 'a4x10'), pageCount(49, 'roll'), pageCount(0, 'a4x24')]).toEqual([5, 49, 0])
})

it('a long code is set smaller, and Han letters count for two', () => {
  const sizes = ['3-2-201', '3-10-101-2', '12345678901234', '幸福里12'].map((code) =>
    codeSize(code, 'a4x24'),
  )
  expect(sizes).toEqual(['full', 'tight', 'small', 'full'])
})

it.each(['3-2-201', 'W-116', '3栋/2&1', 'a b+c%#?', '1／2'])(
  'the address of %s leads our own scanner back to it',
  (code) => {
    const address = addressOfCode('https://walk.example.org', code)
    expect(codeFromScan(address)).toBe(codeFromScan(code))
    expect(new URL(address).searchParams.get('at')).toBe(code)
  },
)

it('thousands of codes are drawn in slices that let the page answer in between', async () => {
  const codes = Array.from({ length: 300 }, (_, at) => `3-${at}-201`)
  const pictures = codePictures('https://walk.example.org')
  const told: number[] = []
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  await pictures.prepare(codes, (done) => told.push(done))
  clearInterval(timer)
  expect(told.at(-1)).toBe(300)
  expect(told.length).toBeGreaterThan(1)
  expect(turns).toBeGreaterThan(0)
  const again = performance.now()
  for (const code of codes) pictures.of(code)
  expect(performance.now() - again).toBeLessThan(20)
})
