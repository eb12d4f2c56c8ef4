// Whether drawn rings can be borders: each with its reason and where (geo/checkRings.ts measures).
import { checkPolygon } from '#geo/checkRings.ts'
import type { Ring } from '../grid.ts'
import { planLimits, type PlanProblem } from './planProblem.ts'

/** @param polygons each its outer ring and then its holes */
export const checkBorders = (polygons: readonly (readonly Ring[])[]): PlanProblem[] =>
  polygons.flatMap((rings): PlanProblem[] =>
    rings.some((ring) => ring.length > planLimits.corners)
      ? [{ code: 'ringTooLong', detail: { limit: planLimits.corners } }]
      : checkPolygon(rings).map(({ code, detail }) => ({ code, detail: { ...detail } })),
  )
