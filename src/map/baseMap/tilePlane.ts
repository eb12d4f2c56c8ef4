// Where the earth lies on one tile: from degrees to its pixels, 256 to a side.
import type { Bounds } from '#domain/basemap.ts'
import type { XY } from '#geo/plane.ts'
import type { TileAddress } from './baseMapMessages.ts'

export const tilePixels = 256

export function onTile({ z, x, y }: TileAddress, lon: number, lat: number): XY {
  const across = tilePixels * 2 ** z
  const sine = Math.sin((Math.min(85.0511, Math.max(-85.0511, lat)) * Math.PI) / 180)
  return {
    x: ((lon + 180) / 360) * across - x * tilePixels,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * across - y * tilePixels,
  }
}

/** The archive's own ground on this tile; null where the whole tile lies outside it. */
export function coveredPart(
  at: TileAddress,
  [west, south, east, north]: Bounds,
): { x: number; y: number; width: number; height: number; isWhole: boolean } | null {
  const first = onTile(at, west, north)
  const last = onTile(at, east, south)
  const left = Math.max(0, first.x)
  const top = Math.max(0, first.y)
  const right = Math.min(tilePixels, last.x)
  const bottom = Math.min(tilePixels, last.y)
  if (left >= right || top >= bottom) return null
  const isWhole = left === 0 && top === 0 && right === tilePixels && bottom === tilePixels
  return { x: left, y: top, width: right - left, height: bottom - top, isWhole }
}
