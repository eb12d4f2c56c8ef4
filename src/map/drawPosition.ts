import type { MapColours } from './mapColours.ts'
import type { XY } from '#geo/plane.ts'

/**
 * A dot and the circle of its doubt, as PositionLayer shows them, for a picture that never moves.
 */
export function drawPosition(
  ctx: CanvasRenderingContext2D,
  at: XY,
  doubtPixels: number,
  colours: MapColours,
): void {
  const disc = (radius: number): void => {
    ctx.beginPath()
    ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI)
  }
  ctx.save()
  if (doubtPixels > 12) {
    disc(doubtPixels)
    ctx.fillStyle = colours.pine
    ctx.globalAlpha = 0.18
    ctx.fill()
    ctx.globalAlpha = 0.8
    ctx.strokeStyle = colours.pine
    ctx.lineWidth = 2
    ctx.stroke()
    ctx.globalAlpha = 1
  }
  disc(11)
  ctx.fillStyle = colours.inkSoft
  ctx.fill()
  disc(9)
  ctx.fillStyle = colours.surface
  ctx.fill()
  disc(5.5)
  ctx.fillStyle = colours.pine
  ctx.fill()
  ctx.restore()
}
