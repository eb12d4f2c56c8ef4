import { describe, expect, it } from 'vitest'
import type { Grid, Ring } from '#domain/grid.ts'
import type { GridId, PlaceId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import { checkPlan } from '#domain/plan/checkPlan.ts'
import { gridDrawn, placeDrawn, polygonOfGrid } from '#domain/plan/drawnRows.ts'
import {
  belongingsOfGrid,
  gridsBeside,
  joinGrids,
  joinPlaces,
  placesBeside,
} from '#domain/plan/joinRows.ts'
import { type Plan, type PlanRowChange, planWith } from '#domain/plan/plan.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import { splitGrid, splitPlace } from '#domain/plan/splitRows.ts'
import { splitPolygon, type Split } from '#geo/splitPolygon.ts'
import { aGrid, aPlace, planOf, today } from './planWorld.ts'

const at = (x: number, y: number): [number, number] => [
  Math.round((114.3 + x / 1000) * 1e7) / 1e7,
  Math.round((30.6 + y / 1000) * 1e7) / 1e7,
]
const box = (west: number, south: number, east: number, north: number): Ring => [
  at(west, south),
  at(east, south),
  at(east, north),
  at(west, north),
]
const spot = (x: number, y: number) => ({ lon: at(x, y)[0], lat: at(x, y)[1] })
const splitAt = (rings: Ring[], x: number): Split => {
  const split = splitPolygon(rings, [at(x, -9), at(x, 9)])
  if (typeof split === 'string') throw new Error(split)
  return split
}
const rowsOf = (done: PlanRowChange[] | string): PlanRowChange[] => {
  if (typeof done === 'string') throw new Error(done)
  return done
}
const after = (plan: Plan, changes: PlanRowChange[]): Plan => {
  expect(checkPlan(plan, changes, today).filter(isPlanError)).toEqual([])
  return planWith(plan, changes)
}
const gridIn = (plan: Plan, id: string): Grid => plan.grids.get(id)!.f
const placeIn = (plan: Plan, id: string): Place => plan.places.get(id)!.f

describe('a grid that was drawn', () => {
  it('has its holes in its parts and its outer ring as its border', () => {
    const drawn = gridDrawn(aGrid('east'), [box(0, 0, 4, 4), box(1, 1, 2, 2)])
    expect(drawn.border).toEqual(box(0, 0, 4, 4))
    expect(drawn.parts).toEqual([[box(0, 0, 4, 4), box(1, 1, 2, 2).reverse()]])
    expect(gridDrawn(drawn, [box(0, 0, 4, 4)])).not.toHaveProperty('parts')
  })

  it('keeps the other pieces that it lies in, and the largest of all is its border', () => {
    const [main, piece] = [box(0, 0, 4, 4), box(6, 0, 7, 1)]
    const grid = aGrid('east', { border: main, parts: [[main], [piece]] })
    expect(polygonOfGrid(grid)).toEqual([main])
    const smaller = gridDrawn(grid, [box(0, 0, 0.5, 0.5)])
    expect(smaller.parts).toHaveLength(2)
    expect(smaller.border).toEqual(piece)
  })
})

describe('a place that was drawn', () => {
  it('keeps its pin where it lies within, and not in a hole', () => {
    const place = aPlace('a', spot(2, 2))
    expect(placeDrawn(place, [box(0, 0, 4, 4)])).toMatchObject(spot(2, 2))
    const holed = placeDrawn({ ...place, ...spot(1.5, 1.5) }, [box(0, 0, 6, 4), box(1, 1, 2, 2)])
    expect(holed).toMatchObject(spot(3, 2))
    expect(holed.holes).toHaveLength(1)
    expect(placeDrawn(holed, [box(0, 0, 4, 4)])).not.toHaveProperty('holes')
  })
})

describe('a grid that is split', () => {
  const east = aGrid('east', { border: box(0, 0, 4, 4), code: 'E' })
  const far = aGrid('far', { parentId: east.id, level: 'microGrid', border: box(3, 0, 4, 2) })
  const plan = planOf(
    [
      aPlace('west-side', spot(1, 1)),
      aPlace('east-side', spot(3.5, 1)),
      aPlace('flat', { ...spot(0, 0), isUnplaced: true, parentId: 'east-side' as PlaceId }),
      aPlace('nowhere', { ...spot(3.5, 1), isUnplaced: true }),
    ],
    [east, far],
  )
  const called = { id: 'new' as GridId, name: '新网格' }
  const changes = splitGrid(plan, east, splitAt([east.border], 3), called)
  const now = after(plan, changes)

  it('keeps its id for the larger part, and the other is a grid beside it with its name', () => {
    expect(gridIn(now, 'east')).toMatchObject({
      code: 'E',
      border: expect.arrayContaining([at(0, 0)]),
    })
    expect(gridIn(now, 'new')).toMatchObject({ name: '新网格', parentId: 'root', level: 'grid' })
    expect(gridIn(now, 'new').border).toEqual(expect.arrayContaining([at(4, 0)]))
    expect(gridIn(now, 'new').code).toBeUndefined()
  })

  it('gives what lies in the new part to it: places, what belongs to them, and grids below', () => {
    expect(placeIn(now, 'west-side').gridId).toBe('east')
    expect(placeIn(now, 'east-side').gridId).toBe('new')
    expect(placeIn(now, 'flat').gridId).toBe('new')
    expect(placeIn(now, 'nowhere').gridId).toBe('east')
    expect(gridIn(now, 'far').parentId).toBe('new')
    expect(changes).toHaveLength(5)
  })

  it('gives a grid of several pieces away by all of them', () => {
    const pieces = [[box(0, 2, 1, 3)], [box(3, 2, 4, 4)]]
    const several = aGrid('several', { parentId: east.id, border: pieces[0]![0]!, parts: pieces })
    const both = planOf([], [east, several])
    const split = splitGrid(both, east, splitAt([east.border], 3), called)
    expect(gridIn(after(both, split), 'several').parentId).toBe('new')
  })

  it('can be joined again', () => {
    const kept = gridIn(now, 'east')
    const gone = gridIn(now, 'new')
    expect(gridsBeside(now, kept, polygonOfGrid(kept)).map(({ id }) => id)).toEqual(['new'])
    expect(belongingsOfGrid(now, 'new')).toMatchObject({
      grids: [{ id: 'far' }],
      places: [{ id: 'east-side' }, { id: 'flat' }],
    })
    const joined = joinGrids(now, { kept, gone, polygon: polygonOfGrid(kept) }, today)
    const whole = after(now, rowsOf(joined))
    expect(gridIn(whole, 'new').retiredAt).toBe(today)
    expect(placeIn(whole, 'flat').gridId).toBe('east')
    expect(gridIn(whole, 'far').parentId).toBe('east')
    expect(gridIn(whole, 'east').border).toHaveLength(6)
    expect(gridIn(whole, 'east')).not.toHaveProperty('parts')
  })
})

describe('grids beside each other', () => {
  it('are no grids of another parent, retired ones or such as only touch', () => {
    const east = aGrid('east', { border: box(0, 0, 4, 4) })
    const plan = planOf(
      [],
      [
        east,
        aGrid('north', { border: box(0, 4, 4, 8) }),
        aGrid('corner', { border: box(4, 4, 8, 8) }),
        aGrid('retired', { border: box(4, 0, 8, 4), retiredAt: 1 }),
        aGrid('other', { border: box(4, 0, 8, 4), parentId: 'north' as GridId }),
        aGrid('undrawn'),
      ],
    )
    expect(gridsBeside(plan, east, [east.border]).map(({ id }) => id)).toEqual(['north'])
  })

  it('keep their other pieces when they are joined, and are refused where they lie over each other', () => {
    const piece = [box(9, 9, 10, 10)]
    const east = aGrid('east', { border: box(0, 0, 4, 4) })
    const north = aGrid('north', { border: box(0, 4, 4, 8), parts: [[box(0, 4, 4, 8)], piece] })
    const plan = planOf([], [east, north])
    const joined = joinGrids(plan, { kept: east, gone: north, polygon: [east.border] }, today)
    expect(gridIn(after(plan, rowsOf(joined)), 'east').parts).toHaveLength(2)
    const wedge = [at(4, 0), at(6, 0), at(6, 4), at(3, 4), at(3, 3), at(4, 3)]
    const over = aGrid('over', { border: wedge })
    expect(joinGrids(plan, { kept: east, gone: over, polygon: [east.border] }, today)).toBe(
      'joinOverlaps',
    )
  })
})

describe('a place', () => {
  const block = aPlace('block', { ...spot(1, 1), outline: box(0, 0, 4, 2) })
  const stairwells = [0.5, 3.5].map((x) =>
    aPlace(`well-${x}`, { type: 'stairwell', parentId: block.id, ...spot(x, 1) }),
  )

  it('that is drawn elsewhere has its pin amid it, wherever its corners crowd', () => {
    const crowded = box(6, 0, 8, 2).toSpliced(1, 0, at(6.5, 0), at(6.6, 0), at(6.7, 0))
    expect(placeDrawn(block, [crowded])).toMatchObject(spot(7, 1))
  })

  it('that is split is two, and a stairwell goes to the one it stands in', () => {
    const plan = planOf([block, ...stairwells])
    const called = { id: 'new' as PlaceId, name: '新楼', code: 'N-1' }
    const now = after(plan, splitPlace(plan, block, splitAt([block.outline!], 3), called))
    expect(placeIn(now, 'block')).toMatchObject({ code: 'BLOCK', ...spot(1, 1) })
    expect(placeIn(now, 'new')).toMatchObject({ code: 'N-1', gridId: 'east', type: 'building' })
    expect(placeIn(now, 'well-0.5').parentId).toBe('block')
    expect(placeIn(now, 'well-3.5').parentId).toBe('new')
  })

  it('that is joined with another stands in its stead, and has its stairwells', () => {
    const wing = aPlace('wing', { ...spot(5, 1), outline: box(4, 0, 6, 2) })
    const shop = aPlace('shop', { ...spot(5, 1), type: 'shop', outline: box(4, 0, 6, 2) })
    const plan = planOf([block, wing, shop, ...stairwells])
    expect(placesBeside(plan, wing, [wing.outline!]).map(({ id }) => id)).toEqual(['block'])
    const joined = joinPlaces(plan, { kept: wing, gone: block, polygon: [wing.outline!] }, today)
    const now = after(plan, rowsOf(joined))
    expect(placeIn(now, 'block')).toMatchObject({ retiredAt: today, successorId: 'wing' })
    expect(placeIn(now, 'well-0.5').parentId).toBe('wing')
    expect(placeIn(now, 'wing').outline).toHaveLength(6)
  })

  it('has no successor that is none', () => {
    const lost = aPlace('lost', { retiredAt: 1, successorId: 'gone' as PlaceId })
    const change: PlanRowChange = { t: 'place', id: 'lost', before: 0, set: lost }
    const codes = checkPlan(planOf(), [change], today).map(({ code }) => code)
    expect(codes).toEqual(['unknownSuccessor'])
  })
})
