// Whether drawn rings can be borders: each with its reason and where (geo/checkRings.ts measures).
import { checkPolygon } from '#geo/checkRings.ts'
import type { Ring } from '../grid.ts'
import { isOnEarth } from '../position.ts'
import { planLimits, type PlanProblem } from './planProblem.ts'

/** @param polygons each its outer ring and then its holes */
export const checkBorders = (polygons: readonly (readonly Ring[])[]): PlanProblem[] =>
  [polygons, ...polygons].some(({ length }) => length > planLimits.pieces)
    ? [{ code: 'tooManyPieces', detail: { limit: planLimits.pieces } }]
    : polygons.flatMap((rings): PlanProblem[] => {
        const wrong = checkCorners(rings)
        return wrong.length > 0
          ? wrong
          : checkPolygon(rings).map(({ code, detail }) => ({ code, detail: { ...detail } }))
      })

/** Of lines too: how many there are, and that each of them is somewhere. */
export function checkCorners(rings: readonly Ring[]): PlanProblem[] {
  if (rings.some((ring) => ring.length > planLimits.corners))
    return [{ code: 'ringTooLong', detail: { limit: planLimits.corners } }]
  const isSomewhere = rings.every((ring) => ring.every(([lon, lat]) => isOnEarth({ lat, lon })))
  return isSomewhere ? [] : [{ code: 'badPosition' }]
}
