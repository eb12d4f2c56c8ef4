// Whether a report can lie in the grid its phone said: asked by the server of every report that
// comes or moves (G6). It is a doubt and no more: plans are redrawn, and phones have old ones.
import type { GridId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import type { Plan } from '../recordType.ts'

/** More than a border is drawn amiss by. */
const borderMetres = 30

/**
 * The grids it may lie in instead, the innermost first. Undefined where there is no doubt: without
 * a position, in the grid of its place, and where nobody has drawn the grid it is said to lie in.
 */
export function gridDoubt(
  { gridId, placeId, position }: Pick<Report, 'gridId' | 'placeId' | 'position'>,
  { whichGrid, place }: Plan,
): GridId[] | undefined {
  if (!position || (placeId && place(placeId)?.gridId === gridId)) return undefined
  if (!Number.isFinite(whichGrid.metresTo(position, gridId))) return undefined
  const around = whichGrid.within(position, (position.accuracyMetres ?? 0) + borderMetres)
  const ids = around.map(({ id }) => id)
  return ids.includes(gridId) ? undefined : ids
}
