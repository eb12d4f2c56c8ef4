// How far two points of the earth are from each other.

/** WGS-84, degrees. */
export interface LatLon {
  lat: number
  lon: number
}

export const earthRadiusMetres = 6_371_008.8 // IUGG mean radius

/** Great-circle distance in metres (haversine), good to 0.5 %. */
export function distanceMetres(a: LatLon, b: LatLon): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)))
}

/**
 * What two points are apart at the least, by their latitudes alone: asked before `distanceMetres`
 * where most of many points lie too far away.
 */
export const leastMetres = (a: LatLon, b: LatLon): number =>
  (earthRadiusMetres * Math.abs(b.lat - a.lat) * Math.PI) / 180
