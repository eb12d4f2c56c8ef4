// A grid of several parts: all of them are its ground, and none is lost where its border moves.
import { expect, it } from 'vitest'
import { type Grid, polygonsOf, type Ring } from '#domain/grid.ts'
import { gridDrawn, polygonOfGrid } from '#domain/plan/drawnRows.ts'
import type { GridId } from '#domain/ids.ts'
import { areaOf } from '#server/basemaps/areaOf.ts'
import { cornersOf } from '#map/planShapes.ts'
import { ringsWithHouses } from '#map/baseMap/shownBaseMap.ts'
import type { Place } from '#domain/place.ts'

const square = (west: number, metres = 0.01): Ring => [
  [west, 30],
  [west + metres, 30],
  [west + metres, 30 + metres],
  [west, 30 + metres],
]
const [large, hole, beyond] = [square(114, 0.02), square(114.005, 0.001), square(114.1)]
const grid: Grid = {
  ...{ id: 'g' as GridId, name: '两块', level: 'grid', parentId: null },
  border: large,
  parts: [[large, hole], [beyond]],
}

it('has the ground of every part, of its border alone, or none', () => {
  expect(polygonsOf(grid)).toEqual([[large, hole], [beyond]])
  expect(polygonsOf({ border: large })).toEqual([[large]])
  expect(polygonsOf({ border: [] })).toEqual([])
})

it('keeps its holes and its other parts where its border is moved', () => {
  const moved = square(114, 0.021)
  const [, ...holes] = polygonOfGrid(grid)
  expect(polygonsOf(gridDrawn(grid, [moved, ...holes])).map((rings) => rings.length)).toEqual([
    2, 1,
  ])
  expect(gridDrawn({ ...grid, border: large, parts: [] }, [moved]).parts).toBeUndefined()
})

it('is in view, in the box of a base map and free of its houses with every part', () => {
  const longitudes = [...cornersOf([grid], [])].map(({ lon }) => lon)
  expect(Math.max(...longitudes)).toBe(114.11)
  expect(areaOf([grid])![2]).toBeGreaterThan(114.11)
  const house = { type: 'building', gridId: 'g', outline: square(114) } as Partial<Place> as Place
  expect(ringsWithHouses([grid], [house])).toEqual([large, beyond])
})
