import { expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { Place } from '#domain/place.ts'
import { ringsWithHouses } from '#map/baseMap/shownBaseMap.ts'

const square = (at: number): [number, number][] => [
  [at, at],
  [at + 1, at],
  [at + 1, at + 1],
]
const grid = (id: string, more: Partial<Grid> = {}): Grid =>
  ({ id, name: id, level: 'grid', parentId: null, border: square(1), ...more }) as Grid
const place = (gridId: string, more: Partial<Place> = {}): Place =>
  ({ id: 'p', gridId, type: 'building', outline: square(5), ...more }) as Place

it('houses of the archive stay out only where the plan has some of its own', () => {
  const grids = [grid('a'), grid('b'), grid('c'), grid('d')]
  const places = [place('a'), place('b', { type: 'lampPost' }), place('c', { outline: [] })]
  expect(ringsWithHouses(grids, places)).toEqual([square(1)])
})

it('of a grid in parts, in each of them', () => {
  const parts = [[square(1), square(2)], [square(3)]]
  expect(ringsWithHouses([grid('a', { parts })], [place('a')])).toEqual([square(1), square(3)])
})
