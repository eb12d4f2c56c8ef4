// Two grids or places that were joined, as rows: one keeps its id and has the whole, the other goes
// out of use, and what belongs to it goes over to the one that is kept.
import { joinPolygons, shareEdge, type JoinFault } from '#geo/joinPolygons.ts'
import type { Grid, Ring } from '../grid.ts'
import type { Instant } from '../ids.ts'
import type { Place } from '../place.ts'
import { gridDrawn, otherPiecesOf, placeDrawn, polygonOfGrid, polygonOfPlace } from './drawnRows.ts'
import { gridChange, placeChange, standing, type Plan, type PlanRowChange } from './plan.ts'

/** What would go over with it: told before anybody says yes. */
export interface Belongings {
  grids: Grid[]
  places: Place[]
}

export const belongingsOfGrid = ({ grids, places }: Plan, id: string): Belongings => ({
  grids: standing(grids).filter(({ parentId }) => parentId === id),
  places: standing(places).filter(({ gridId }) => gridId === id),
})

export const belongingsOfPlace = ({ places }: Plan, id: string): Belongings => ({
  grids: [],
  places: standing(places).filter(({ parentId }) => parentId === id),
})

/** Those that a grid can be joined with: beside it under the same grid, with an edge in common. */
export const gridsBeside = ({ grids }: Plan, grid: Grid, polygon: readonly Ring[]): Grid[] =>
  standing(grids).filter(
    (other) =>
      other.id !== grid.id &&
      other.parentId === grid.parentId &&
      meets(polygon, polygonOfGrid(other)),
  )

/** Of its type, in its grid. */
export const placesBeside = ({ places }: Plan, place: Place, polygon: readonly Ring[]): Place[] =>
  standing(places).filter(
    (other) =>
      other.id !== place.id &&
      other.type === place.type &&
      other.gridId === place.gridId &&
      meets(polygon, polygonOfPlace(other)),
  )

const meets = (one: readonly Ring[], other: readonly Ring[]): boolean =>
  one.length > 0 && other.length > 0 && shareEdge(one, other)

/** @param polygon of the one that is kept, as it is drawn now */
export function joinGrids(
  plan: Plan,
  { kept, gone, polygon }: { kept: Grid; gone: Grid; polygon: readonly Ring[] },
  now: Instant,
): PlanRowChange[] | JoinFault {
  const joined = joinPolygons(polygon, polygonOfGrid(gone))
  if (typeof joined === 'string') return joined
  const { grids, places } = belongingsOfGrid(plan, gone.id)
  const pieces = [...otherPiecesOf(kept), ...otherPiecesOf(gone)]
  return [
    gridChange(plan, gridDrawn(kept, joined, pieces)),
    gridChange(plan, { ...gone, retiredAt: now }),
    ...grids.map((grid) => gridChange(plan, { ...grid, parentId: kept.id })),
    ...places.map((place) => placeChange(plan, { ...place, gridId: kept.id })),
  ]
}

/** @param polygon of the one that is kept, as it is drawn now */
export function joinPlaces(
  plan: Plan,
  { kept, gone, polygon }: { kept: Place; gone: Place; polygon: readonly Ring[] },
  now: Instant,
): PlanRowChange[] | JoinFault {
  const joined = joinPolygons(polygon, polygonOfPlace(gone))
  if (typeof joined === 'string') return joined
  return [
    placeChange(plan, placeDrawn(kept, joined)),
    placeChange(plan, { ...gone, retiredAt: now, successorId: kept.id }),
    ...belongingsOfPlace(plan, gone.id).places.map((place) =>
      placeChange(plan, { ...place, parentId: kept.id }),
    ),
  ]
}
