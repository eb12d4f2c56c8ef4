// Point in polygon, in the plane and on outlines small enough to treat as flat.
import type { LatLon } from './distanceMetres.ts'
import type { XY } from './plane.ts'

/** Even-odd rule; the ring need not repeat its first point. */
export function isInside(point: XY, ring: readonly XY[]): boolean {
  let inside = false
  for (let index = 0; index < ring.length; index++) {
    const a = ring[index]!
    const b = ring[(index + 1) % ring.length]!
    if (
      a.y > point.y !== b.y > point.y &&
      point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x
    )
      inside = !inside
  }
  return inside
}

/** An outline as GeoJSON writes it: pairs of longitude and latitude. */
export const isInsideOutline = (
  { lat, lon }: LatLon,
  outline: readonly (readonly [number, number])[],
): boolean =>
  isInside(
    { x: lon, y: lat },
    outline.map(([x, y]) => ({ x, y })),
  )

/** Rings of one polygon, its outer one and its holes, in any order: even-odd over all of them. */
export const isInsideRings = (
  point: LatLon,
  rings: readonly (readonly (readonly [number, number])[])[],
): boolean => rings.filter((ring) => isInsideOutline(point, ring)).length % 2 === 1
