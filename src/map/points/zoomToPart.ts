// A closer look at the members of a cluster, where there is one that parts them.
import { latLngBounds, point, type Map as LeafletMap } from 'leaflet'
import type { LatLon } from '../mapPin.ts'

/** Members of one spot lie nearer than this at the closest zoom. */
const sameSpotPixels = 16

/** False where no scale parts them: several floors of one stairwell stand at the very same spot. */
export function zoomToPart(map: LeafletMap, members: readonly LatLon[]): boolean {
  const bounds = latLngBounds(members.map(({ lat, lon }) => [lat, lon]))
  const closest = map.getMaxZoom()
  const size = map
    .project(bounds.getSouthEast(), closest)
    .subtract(map.project(bounds.getNorthWest(), closest))
  if (Math.max(size.x, size.y) <= sameSpotPixels || map.getZoom() >= closest) return false
  map.fitBounds(bounds, {
    padding: point(70, 70),
    maxZoom: Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds) - 0.5),
  })
  return true
}
