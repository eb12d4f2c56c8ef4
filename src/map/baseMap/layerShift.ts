// How far pictures in GCJ-02 are moved so that they lie under the plan, which is in WGS-84: by what
// the two differ in the middle of the view. 1.5 km from there that is off by 4.3 m at most.
import type { XY } from '#geo/plane.ts'
import { toGcj02 } from '#geo/systems/chineseShift.ts'
import type { LatLon } from '../mapPin.ts'

/** Below it the view is wide, and what the middle says is not true at its edges. */
export const leastShiftedZoom = 13

export function inGcj02({ lat, lon }: LatLon): LatLon {
  const [east, north] = toGcj02([lon, lat])
  return { lat: north, lon: east }
}

/** In what `project` measures: pixels of the present zoom. */
export function layerShift(middle: LatLon, project: (at: LatLon) => XY): XY {
  const real = project(middle)
  const drawn = project(inGcj02(middle))
  return { x: real.x - drawn.x, y: real.y - drawn.y }
}
