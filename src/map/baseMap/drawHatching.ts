// "No map here": where the archive ends, the ground is hatched. The lines run on from tile to tile,
// as their distance divides a tile.
import type { Bounds } from '#domain/basemap.ts'
import type { BaseMapColours, TileAddress } from './baseMapMessages.ts'
import { coveredPart, tilePixels } from './tilePlane.ts'

const apartPixels = 16

export function drawHatching(
  ctx: OffscreenCanvasRenderingContext2D,
  at: TileAddress,
  bounds: Bounds,
  { outside, hatching }: BaseMapColours,
): void {
  const covered = coveredPart(at, bounds)
  if (covered?.isWhole) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, 0, tilePixels, tilePixels)
  if (covered) ctx.rect(covered.x, covered.y, covered.width, covered.height)
  ctx.clip('evenodd')
  ctx.fillStyle = outside
  ctx.fillRect(0, 0, tilePixels, tilePixels)
  ctx.strokeStyle = hatching
  ctx.lineWidth = 1
  ctx.beginPath()
  for (let start = 0; start <= 2 * tilePixels; start += apartPixels) {
    ctx.moveTo(start, 0)
    ctx.lineTo(start - tilePixels, tilePixels)
  }
  ctx.stroke()
  ctx.restore()
}
