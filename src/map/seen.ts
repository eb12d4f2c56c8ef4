// What of a plan lies in the picture: the rest of a town need not be drawn.
import { touches, type Box, type XY } from '#geo/plane.ts'
import type { PlanFrame } from './planFrame.ts'

/** As far as a word beside a mark reaches, in pixels. */
const overhang = 160

/** Of a box in degrees; north is up, so its corners are those of its picture. */
export function isBoxSeen({ toPoint, view }: Pick<PlanFrame, 'toPoint' | 'view'>, box: Box) {
  const [from, to] = [toPoint(box.maxY, box.minX), toPoint(box.minY, box.maxX)]
  return touches(grown(view), { minX: from.x, minY: from.y, maxX: to.x, maxY: to.y })
}

/** Of a point of the picture and what is written beside it. */
export const isPointSeen = ({ view }: Pick<PlanFrame, 'view'>, { x, y }: XY): boolean =>
  touches(grown(view), { minX: x, minY: y, maxX: x, maxY: y })

const grown = ({ minX, minY, maxX, maxY }: Box): Box => ({
  minX: minX - overhang,
  minY: minY - overhang,
  maxX: maxX + overhang,
  maxY: maxY + overhang,
})
