// A grid or a place that was split by a line, as rows: the larger part keeps the id, the other is
// new, and what lies in it goes over to it.
import { overlapShare } from '#geo/ringOverlap.ts'
import { isInsideRings } from '#geo/rings.ts'
import { type Grid, polygonsOf, type Ring } from '../grid.ts'
import type { GridId, PlaceId } from '../ids.ts'
import { isPlaced, type Place } from '../place.ts'
import { gridDrawn, middleOf, placeDrawn } from './drawnRows.ts'
import { gridChange, placeChange, standing, type Plan, type PlanRowChange } from './plan.ts'

export interface Parts {
  kept: Ring[]
  made: Ring[]
}

/** @param called id and name of the new grid */
export function splitGrid(
  plan: Plan,
  grid: Grid,
  { kept, made }: Parts,
  called: { id: GridId; name: string },
): PlanRowChange[] {
  const own = standing(plan.places).filter(({ gridId }) => gridId === grid.id)
  const goes = movesWith(
    new Map(own.map((place) => [place.id, place])),
    (place) => isPlaced(place) && isInsideRings([place.lon, place.lat], [made]),
  )
  const below = standing(plan.grids).filter(
    (child) => child.parentId === grid.id && overlapShare(polygonsOf(child), [made]) > 0.5,
  )
  const { level, parentId } = grid
  return [
    gridChange(plan, gridDrawn(grid, kept)),
    gridChange(plan, gridDrawn({ ...called, level, parentId, border: [] }, made, [])),
    ...below.map((child) => gridChange(plan, { ...child, parentId: called.id })),
    ...own.filter(goes).map((place) => placeChange(plan, { ...place, gridId: called.id })),
  ]
}

/** @param called id, name and code of the new place */
export function splitPlace(
  plan: Plan,
  place: Place,
  { kept, made }: Parts,
  called: Pick<Place, 'id' | 'name' | 'code'>,
): PlanRowChange[] {
  const { type, gridId, parentId } = place
  const inside = standing(plan.places).filter(
    (each) =>
      each.parentId === place.id && isPlaced(each) && isInsideRings([each.lon, each.lat], [made]),
  )
  const bare: Place = { ...called, type, gridId, parentId, ...middleOf(made[0]!) }
  return [
    placeChange(plan, placeDrawn(place, kept)),
    placeChange(plan, placeDrawn(bare, made)),
    ...inside.map((each) => placeChange(plan, { ...each, parentId: called.id })),
  ]
}

/** What belongs to another place of the grid goes where that one goes. */
function movesWith(
  own: ReadonlyMap<PlaceId, Place>,
  liesThere: (place: Place) => boolean,
): (place: Place) => boolean {
  return (place) => {
    let outer = place
    for (const climbed = new Set<PlaceId>(); outer.parentId && !climbed.has(outer.id);) {
      climbed.add(outer.id)
      const next = own.get(outer.parentId)
      if (!next) break
      outer = next
    }
    return liesThere(outer)
  }
}
