// Whether a file's coordinates are perhaps not what a person said they are: offered with its
// reason, never taken for granted.
import type { Corner, PlanFile } from '#geo/planFiles/planFile.ts'
import { guessMetres, looksLikeMetres } from '#geo/systems/axes.ts'
import { readDegrees } from '#geo/systems/degrees.ts'
import { guessSystem } from '#geo/systems/guessSystem.ts'
import { polygonsOf } from '#domain/grid.ts'
import type { Plan } from '#domain/plan/plan.ts'
import type { PlanChoices, SystemDoubt } from './planRequest.ts'

/** One corner of each row, as the file has it. */
export function pointsIn(file: PlanFile, { lat, lon }: PlanChoices['columns']): Corner[] {
  return file.rows.flatMap(({ geometry, values }): Corner[] => {
    if (geometry?.type === 'point') return [geometry.at]
    if (geometry?.type === 'line') return geometry.line.slice(0, 1)
    if (geometry?.type === 'polygons') return geometry.polygons[0]?.[0]?.slice(0, 1) ?? []
    if (lat === undefined || lon === undefined) return []
    const [y, x] = [readDegrees(values[lat] ?? ''), readDegrees(values[lon] ?? '')]
    return x === null || y === null ? [] : [[x, y]]
  })
}

export function doubtOf(
  points: readonly Corner[],
  plan: Plan,
  { system, isExchanged }: Pick<PlanChoices, 'system' | 'isExchanged'>,
): SystemDoubt | null {
  if (points.length === 0) return null
  if (looksLikeMetres(points)) {
    if (typeof system !== 'string') return null
    const guess = guessMetres(points)
    return {
      reason: 'metres',
      system: guess?.system ?? null,
      isExchanged: guess?.isExchanged ?? false,
      metres: 0,
    }
  }
  if (typeof system !== 'string') return null
  const known = [...plan.places.values()].flatMap(({ f }): Corner[] =>
    f.isUnplaced || f.retiredAt !== undefined ? [] : [[f.lon, f.lat]],
  )
  const root = [...plan.grids.values()].find(({ f }) => f.parentId === null)?.f
  const border = root ? polygonsOf(root) : []
  const guess = guessSystem(points, known, {
    declared: system,
    ...(border.length > 0 ? { border } : {}),
  })
  const isAsChosen = guess?.system === (system === 'cgcs2000' ? 'wgs84' : system)
  if (!guess || (isAsChosen && guess.isExchanged === isExchanged)) return null
  return guess
}
