// Where a corner goes on the map: put onto what lies within reach of the finger, or moved along by
// a key.
import { point, type Map as LeafletMap } from 'leaflet'
import type { Corner } from '#geo/corner.ts'
import type { XY } from '#geo/plane.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'
import { snapCorner, type Snap } from '#geo/snapCorner.ts'
import { toLatLng } from './outlineLines.ts'

const reachPixels = 12
const shiftTimes = 5
const stepPixels: Record<string, [number, number]> = {
  ArrowLeft: [-4, 0],
  ArrowRight: [4, 0],
  ArrowUp: [0, -4],
  ArrowDown: [0, 4],
}

/** How far a key moves a corner, in pixels; undefined of every other key. */
export function stepOf({ key, shiftKey }: KeyboardEvent): XY | undefined {
  const times = shiftKey ? shiftTimes : 1
  const step = stepPixels[key]
  return step && { x: step[0] * times, y: step[1] * times }
}

/** @param from where a corner that is moved stood */
export const snapAt = (
  map: LeafletMap,
  at: XY,
  neighbours: readonly Neighbour[],
  from?: Corner,
): Snap | null =>
  snapCorner(at, neighbours, {
    toPoint: ([lon, lat]) => map.latLngToLayerPoint([lat, lon]),
    reachPixels,
    ...(from && { from }),
  })

/** A step away from what holds it is not held again. */
export function stepFrom(
  map: LeafletMap,
  from: Corner,
  step: XY,
  neighbours: readonly Neighbour[],
): Corner {
  // In parts of a pixel: a layer point is a whole one, and steps there and back would drift.
  const zoom = map.getZoom()
  const before = map.project(toLatLng(from), zoom)
  const there = map.unproject(before.add(point(step.x, step.y)), zoom)
  const near = snapAt(map, map.latLngToLayerPoint(there), neighbours, from)
  const was = snapAt(map, map.latLngToLayerPoint(toLatLng(from)), neighbours, from)
  const isNearing = near && (!was || near.pixels < was.pixels)
  return isNearing ? near.corner : [there.lng, there.lat]
}
