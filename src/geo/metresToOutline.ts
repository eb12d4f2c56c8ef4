// How far a point lies from the line around an area, on outlines small enough to treat as flat.
import { distanceMetres, type LatLon } from './distanceMetres.ts'

/** A closed ring as GeoJSON writes it; Infinity for one without corners. */
export function metresToOutline(
  point: LatLon,
  outline: readonly (readonly [number, number])[],
): number {
  // A degree of longitude is shorter than one of latitude; the nearest spot is found in the plane.
  const narrow = Math.cos((point.lat * Math.PI) / 180)
  const [px, py] = [point.lon * narrow, point.lat]
  let least = Infinity
  let nearest: LatLon | null = null
  for (let index = 0; index < outline.length; index++) {
    const [ax, ay] = [outline[index]![0] * narrow, outline[index]![1]]
    const end = outline[(index + 1) % outline.length]!
    const [dx, dy] = [end[0] * narrow - ax, end[1] - ay]
    const length = dx * dx + dy * dy
    const share =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length))
    const [x, y] = [ax + share * dx, ay + share * dy]
    const squared = (px - x) ** 2 + (py - y) ** 2
    if (squared < least) [least, nearest] = [squared, { lat: y, lon: x / narrow }]
  }
  return nearest ? distanceMetres(point, nearest) : Infinity
}
