// The box that a base map is cut to where nobody draws one: the grids and a little around them.
import { type Bounds, basemapLimits } from '#domain/basemap.ts'
import { type Grid, polygonsOf } from '#domain/grid.ts'

const metresPerDegree = 111_195

/** Null where none of them has a border. */
export function areaOf(
  grids: readonly Pick<Grid, 'border' | 'parts' | 'retiredAt'>[],
): Bounds | null {
  const corners = grids.flatMap((grid) =>
    grid.retiredAt === undefined ? polygonsOf(grid).flat(2) : [],
  )
  const [first] = corners
  if (!first) return null
  const box: Bounds = [...first, ...first]
  for (const [lon, lat] of corners) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  const up = basemapLimits.marginMetres / metresPerDegree
  const aside = up / Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180)
  return [box[0] - aside, box[1] - up, box[2] + aside, box[3] + up]
}
