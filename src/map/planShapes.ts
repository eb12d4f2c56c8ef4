import { type Grid, polygonsOf } from '#domain/grid.ts'
import type { PlaceId } from '#domain/ids.ts'
import { isPlaced, type Place } from '#domain/place.ts'
import type { PointMark } from '#domain/pointMarks.ts'
import { boxOf, type Box } from '#geo/plane.ts'
import type { LatLon } from './mapPin.ts'

export interface Stairwell {
  place: Place
  isChecked: boolean
}

export interface Building {
  place: Place
  /** Around its outline, in degrees. */
  box: Box
  stairwells: Stairwell[]
  isChecked: boolean
  isPartlyChecked: boolean
}

export interface Spot {
  place: Place
  /** When it was checked last; absent of what is on no round. */
  mark: PointMark | undefined
  /** The one that comes next. */
  isNext: boolean
}

/** What a patrol adds to the plan. */
export interface RoundMarks {
  marks?: ReadonlyMap<PlaceId, PointMark> | undefined
  nextId?: PlaceId | undefined
}

/**
 * The community's own plan, sorted by how it is drawn. Dwellings lie above each other and are not
 * drawn.
 */
export interface PlanShapes {
  grids: readonly Grid[]
  areas: Place[]
  paths: Place[]
  buildings: Building[]
  lampPosts: Spot[]
  spots: Spot[]
}

/** What nobody has put on the map yet is not drawn. */
export function planShapesOf(
  grids: readonly Grid[],
  all: readonly Place[],
  checkedPlaceIds: Iterable<PlaceId> = [],
  { marks, nextId }: RoundMarks = {},
): PlanShapes {
  const checked = new Set(checkedPlaceIds)
  const places = all.filter(isPlaced)
  const shapes: PlanShapes = {
    grids,
    areas: [],
    paths: [],
    buildings: [],
    lampPosts: [],
    spots: [],
  }
  const stairwellsOf = new Map<PlaceId, Stairwell[]>()
  for (const place of places) {
    if (place.type !== 'stairwell' || !place.parentId) continue
    const stairwell = { place, isChecked: checked.has(place.id) }
    const siblings = stairwellsOf.get(place.parentId)
    if (siblings) siblings.push(stairwell)
    else stairwellsOf.set(place.parentId, [stairwell])
  }
  for (const place of places) {
    const isChecked = checked.has(place.id)
    const mark = marks?.get(place.id) ?? (isChecked ? 'checked' : undefined)
    const spot = { place, mark, isNext: place.id === nextId }
    if (place.type === 'area' && hasOutline(place, 3)) shapes.areas.push(place)
    else if (place.type === 'path' && hasOutline(place, 2)) shapes.paths.push(place)
    else if (place.type === 'building' && hasOutline(place, 3)) {
      shapes.buildings.push(buildingOf(place, stairwellsOf.get(place.id) ?? [], isChecked))
    } else if (place.type === 'lampPost') shapes.lampPosts.push(spot)
    else if (place.type === 'shop' || place.type === 'point' || place.type === 'building')
      shapes.spots.push(spot)
  }
  return shapes
}

const hasOutline = (place: Place, least: number): boolean => (place.outline?.length ?? 0) >= least

function buildingOf(place: Place, stairwells: Stairwell[], isChecked: boolean): Building {
  const checkedCount = stairwells.filter((stairwell) => stairwell.isChecked).length
  const isWhole = isChecked || (stairwells.length > 0 && checkedCount === stairwells.length)
  return {
    place,
    box: boxOf(place.outline!.map(([x, y]) => ({ x, y }))),
    stairwells,
    isChecked: isWhole,
    isPartlyChecked: !isWhole && checkedCount > 0,
  }
}

/** Every corner of the plan, for fitting it into view. */
export function* cornersOf(grids: readonly Grid[], places: readonly Place[]): Generator<LatLon> {
  for (const grid of grids) for (const [lon, lat] of polygonsOf(grid).flat(2)) yield { lat, lon }
  // With borders known they bound the plan; without them the places themselves do.
  if (grids.some((grid) => grid.border.length > 2)) return
  for (const place of places.filter(isPlaced)) {
    yield { lat: place.lat, lon: place.lon }
    for (const [lon, lat] of place.outline ?? []) yield { lat, lon }
  }
}
