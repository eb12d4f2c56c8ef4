import type { Lettering } from './labelBoard.ts'
import type { MapColours } from './mapColours.ts'
import type { Box, XY } from '#geo/plane.ts'

/** One picture to draw: a canvas, where on it the earth lies, and in which colours. */
export interface PlanFrame {
  ctx: CanvasRenderingContext2D
  toPoint: (lat: number, lon: number) => XY
  pixelsPerMetre: number
  view: Box
  colours: MapColours
  lettering: Lettering
  /** A base map lies below: ground is left free for it. */
  isOverMap?: boolean
  /** Something drawn over the plan that no word beside a mark may run into. */
  keptFree?: { at: XY; reachPixels: number }
}

export const ringOf = (
  frame: Pick<PlanFrame, 'toPoint'>,
  outline: readonly [number, number][],
): XY[] => outline.map(([lon, lat]) => frame.toPoint(lat, lon))

export function trace(
  ctx: CanvasRenderingContext2D,
  points: readonly XY[],
  isClosed: boolean,
): void {
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) ctx.moveTo(x, y)
    else ctx.lineTo(x, y)
  }
  if (isClosed) ctx.closePath()
}
