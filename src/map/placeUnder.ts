// What a finger or a mouse is on. Asked at every move of a mouse: in degrees it is first seen what
// lies near, and only that is measured in pixels.
import type { Place } from '#domain/place.ts'
import { isInside } from '#geo/isInside.ts'
import { touches, type Box, type XY } from '#geo/plane.ts'
import type { LatLon } from './mapPin.ts'
import { ringOf } from './planFrame.ts'
import type { PlanShapes } from './planShapes.ts'

export interface Finger {
  at: XY
  reachPixels: number
  /** The one that comes next is drawn at any scale. */
  areSpotsShown: boolean
  toPoint: (lat: number, lon: number) => XY
  toLatLon: (at: XY) => LatLon
}

/** The nearest lamp-post or point within reach, else the building drawn last. */
export function placeUnder(shapes: PlanShapes, finger: Finger): Place | null {
  const { at, toPoint } = finger
  const around = boxAround(finger)
  return (
    spotUnder(shapes, finger, around) ??
    shapes.buildings.findLast(
      ({ place: { outline = [], holes = [] }, box }) =>
        touches(box, around) &&
        // A courtyard is not its building.
        [outline, ...holes].filter((ring) => isInside(at, ringOf({ toPoint }, ring))).length === 1,
    )?.place ??
    null
  )
}

function spotUnder(shapes: PlanShapes, finger: Finger, around: Box): Place | null {
  let nearest: Place | null = null
  let nearestPixels = finger.reachPixels
  for (const spots of [shapes.lampPosts, shapes.spots]) {
    for (const { place, isNext } of spots) {
      if (!finger.areSpotsShown && !isNext) continue
      const { lat, lon } = place
      if (lon < around.minX || lon > around.maxX || lat < around.minY || lat > around.maxY) continue
      const point = finger.toPoint(lat, lon)
      const pixels = Math.hypot(point.x - finger.at.x, point.y - finger.at.y)
      if (pixels < nearestPixels) [nearest, nearestPixels] = [place, pixels]
    }
  }
  return nearest
}

/** In degrees, one pixel wider than the reach: a map rounds to whole ones. */
function boxAround({ at: { x, y }, reachPixels, toLatLon }: Finger): Box {
  const reach = reachPixels + 1
  const northWest = toLatLon({ x: x - reach, y: y - reach })
  const southEast = toLatLon({ x: x + reach, y: y + reach })
  return { minX: northWest.lon, maxX: southEast.lon, minY: southEast.lat, maxY: northWest.lat }
}
