// Where something is. Always WGS-84; a map that needs another system converts while drawing and never saves the result.
import type { Instant } from './ids.ts'

export interface Position {
  lat: number
  lon: number
  /** Radius of 68 % confidence as the phone reports it; null when a person put the pin. */
  accuracyMetres: number | null
  source: 'gps' | 'pin' | 'photo'
  at: Instant
}

export const isOnEarth = (point: { lat: number; lon: number }): boolean =>
  Number.isFinite(point.lat) && Number.isFinite(point.lon) && Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180

const earthRadiusMetres = 6_371_008.8 // IUGG mean radius

/** Great-circle distance in metres (haversine), good to 0.5 %. */
export function distanceMetres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)))
}
