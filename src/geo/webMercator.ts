// The plane that maps on a screen are drawn in: the world as a square of side 1, west and north at
// 0 (EPSG:3857).
import type { LatLon } from './distanceMetres.ts'
import type { XY } from './plane.ts'

/** WGS-84, degrees. */
export const toMercator = ({ lat, lon }: LatLon): XY => ({
  x: (lon + 180) / 360,
  y: 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI),
})

export const fromMercator = ({ x, y }: XY): LatLon => ({
  lat: (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI,
  lon: x * 360 - 180,
})
