// Whether drawn rings can be borders: each with its reason and where (geo/rings.ts measures).
import { ringFault } from '#geo/rings.ts'
import type { Ring } from '../grid.ts'
import { planLimits, type PlanProblem } from './planProblem.ts'

/** @param polygons each its outer ring and then its holes */
export function checkBorders(polygons: readonly (readonly Ring[])[]): PlanProblem[] {
  return polygons.flatMap((rings): PlanProblem[] => {
    const tooLong = rings.find((ring) => ring.length > planLimits.corners)
    if (tooLong) return [{ code: 'ringTooLong', detail: { limit: planLimits.corners } }]
    const found = ringFault(rings)
    return found ? [found] : []
  })
}
