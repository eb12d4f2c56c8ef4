import { describe, expect, it } from 'vitest'
import type { Grid, Ring } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import { whichGrid } from '#domain/whichGrid.ts'

const degree = 111_195
const [lat, lon] = [30.59, 114.31]
const at = (east: number, north: number) => ({
  lat: lat + north / degree,
  lon: lon + east / (degree * Math.cos((lat * Math.PI) / 180)),
})
const ring = (...corners: [number, number][]): Ring =>
  corners.map(([east, north]) => [at(east, north).lon, at(east, north).lat])
const box = (west: number, south: number, east: number, north: number): Ring =>
  ring([west, south], [east, south], [east, north], [west, north])
const aGrid = (id: string, parentId: string | null, border: Ring, more: Partial<Grid> = {}): Grid =>
  ({ id, name: id, level: 'grid', parentId, border, ...more }) as Grid

// The town holds west and east, which share the line at 500; in the west lies a yard.
const town = aGrid('town', null, box(0, 0, 1000, 1000))
const west = aGrid('west', 'town', box(0, 0, 500, 900))
const east = aGrid('east', 'town', box(500, 0, 1000, 900))
const yard = aGrid('yard', 'west', box(100, 100, 200, 200))
const grids = [town, west, yard, east]
const find = whichGrid(grids)
const ids = (found: readonly Grid[]) => found.map(({ id }) => id)

describe('the grid of a point', () => {
  it('is the innermost around it, in whatever order they come', () => {
    for (const each of [find, whichGrid([...grids].reverse())]) {
      expect(each.at(at(150, 150))?.id).toBe('yard')
      expect(each.at(at(300, 300))?.id).toBe('west')
      expect(each.at(at(700, 300))?.id).toBe('east')
      expect(each.at(at(300, 950))?.id).toBe('town')
      expect(each.at(at(300, 1100))).toBeUndefined()
    }
  })

  it('is one of several parts, and none where a hole is', () => {
    const islands = aGrid('islands', 'town', box(0, 0, 400, 400), {
      parts: [
        [box(0, 0, 400, 400), [...box(100, 100, 200, 200)].reverse()],
        [box(600, 600, 700, 700)],
      ],
    })
    const found = whichGrid([town, islands])
    expect(found.at(at(50, 50))?.id).toBe('islands')
    expect(found.at(at(650, 650))?.id).toBe('islands')
    expect(found.at(at(150, 150))?.id).toBe('town')
    expect(Math.round(found.metresTo(at(150, 150), 'islands' as GridId))).toBe(50)
  })

  it('is none that is no longer there, and none that nobody has drawn', () => {
    const some = whichGrid([town, { ...west, retiredAt: 1 }, aGrid('bare', 'town', [])])
    expect(some.at(at(300, 300))?.id).toBe('town')
    expect(some.metresTo(at(300, 300), 'bare' as GridId)).toBe(Infinity)
  })

  it('ends where grids name each other as parents', () => {
    const circle = [aGrid('a', 'b', box(0, 0, 10, 10)), aGrid('b', 'a', box(0, 0, 10, 10))]
    expect(whichGrid(circle).at(at(5, 5))).toBeDefined()
  })
})

describe('the grids of a point that is known to some metres', () => {
  it('are both on a border, and the one alone away from it', () => {
    expect(ids(find.within(at(495, 400), 10)).sort()).toEqual(['east', 'west'])
    expect(ids(find.within(at(505, 400), 10)).sort()).toEqual(['east', 'west'])
    expect(ids(find.within(at(480, 400), 10))).toEqual(['west'])
  })

  it('are those inside before those around them, which count only where it may be in none inside', () => {
    expect(ids(find.within(at(150, 150), 10))).toEqual(['yard'])
    expect(ids(find.within(at(195, 150), 10))).toEqual(['yard', 'west'])
    expect(ids(find.within(at(205, 150), 10))).toEqual(['yard', 'west'])
    expect(ids(find.within(at(250, 895), 10))).toEqual(['west', 'town'])
  })

  it('are none far outside, and the nearest beside the edge', () => {
    expect(find.within(at(-200, 400), 100)).toEqual([])
    expect(ids(find.within(at(-20, 400), 30))).toEqual(['west'])
    expect(find.metresTo(at(-20, 400), 'west' as GridId)).toBeCloseTo(20, 0)
    expect(find.metresTo(at(20, 400), 'west' as GridId)).toBe(0)
  })
})
