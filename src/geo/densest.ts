// Where points lie most densely, in words' stead of a picture: squares on the ground and what is in
// each.
import { earthRadiusMetres, type LatLon } from './distanceMetres.ts'

export interface Dense<T> {
  /** The middle of those in it. */
  at: LatLon
  items: T[]
}

/**
 * The fullest squares, the fullest first, of equally full ones that which came first; a point by
 * itself is not dense.
 *
 * @param metres how wide a square is, well below the size of the earth.
 */
export function densest<T extends LatLon>(
  points: Iterable<T>,
  metres: number,
  most: number,
): Dense<T>[] {
  const perMetre = 180 / (Math.PI * earthRadiusMetres)
  const high = metres * perMetre
  const squares = new Map<string, T[]>()
  for (const point of points) {
    const line = Math.floor(point.lat / high)
    const wide = high / Math.max(0.01, Math.cos((line * high * Math.PI) / 180))
    const key = `${line} ${Math.floor(point.lon / wide)}`
    const square = squares.get(key)
    if (square) square.push(point)
    else squares.set(key, [point])
  }
  return [...squares.values()]
    .filter((items) => items.length > 1)
    .sort((a, b) => b.length - a.length)
    .slice(0, most)
    .map((items) => ({ at: middleOf(items), items }))
}

const middleOf = (points: readonly LatLon[]): LatLon => ({
  lat: points.reduce((sum, { lat }) => sum + lat, 0) / points.length,
  lon: points.reduce((sum, { lon }) => sum + lon, 0) / points.length,
})
