// In which system the coordinates of an imported file are. What is said on the command line counts,
// else what the file says of itself, else WGS-84; whatever speaks against that stops the import,
// since nobody is there to be asked.
import type { Corner, PlanFile } from '#geo/planFiles/planFile.ts'
import { axesSwapped, guessMetres, looksLikeMetres } from '#geo/systems/axes.ts'
import { guessSystem, type SystemGuess } from '#geo/systems/guessSystem.ts'
import { type PlanSystem, systemOf } from '#geo/systems/planSystem.ts'
import { toWgs84, type ToWgs84 } from '#geo/systems/toWgs84.ts'
import { polygonsOf } from '#domain/grid.ts'
import type { Plan } from '#domain/plan/plan.ts'
import type { ImportSystem } from './importWords.ts'

/**
 * @param points as the file has them
 * @throws Error with a sentence where it cannot be told or is in doubt
 */
export async function importSystem(
  points: readonly Corner[],
  file: Pick<PlanFile, 'system'>,
  said: ImportSystem | null,
  plan: Plan,
): Promise<ToWgs84> {
  const isMetres = looksLikeMetres(points)
  const system = said ?? systemOfFile(file.system)
  if (axesSwapped(points))
    throw new Error(
      'latitude and longitude stand in each other’s place. Exchange them in the file, or import it at the desk.',
    )
  if (isMetres && (typeof system === 'string' || points.some(([x, y]) => !isFinite(x + y))))
    throw new Error(
      'the coordinates are in metres, and the file does not say of which zone. Add its .prj, or import it at the desk.',
    )
  if (said === null && typeof system === 'string') refuseDoubt(points, plan)
  const isExchanged = isMetres && (guessMetres(points)?.isExchanged ?? false)
  const convert = await toWgs84(system, isExchanged)
  if (!convert) throw new Error('its .prj cannot be read. Say --system, or import it at the desk.')
  return convert
}

function systemOfFile(words: string | null): PlanSystem {
  if (words === null) return 'wgs84'
  const system = systemOf(words)
  if (system) return system
  throw new Error(
    `its coordinate system is not known: "${words.slice(0, 60)}". Convert it to CGCS2000 or WGS-84, or say --system.`,
  )
}

const names: Record<SystemGuess['system'], string> = {
  wgs84: 'WGS-84',
  gcj02: 'GCJ-02',
  bd09: 'BD-09',
  shiftedBack: 'WGS-84 from which the shift of GCJ-02 was taken once too often',
}

function refuseDoubt(points: readonly Corner[], { grids, places }: Plan): void {
  const known = [...places.values()].flatMap(({ f }): Corner[] =>
    f.retiredAt === undefined && !f.isUnplaced ? [[f.lon, f.lat]] : [],
  )
  const root = [...grids.values()].find(({ f }) => f.parentId === null)?.f
  const border = root ? polygonsOf(root) : []
  const guess = guessSystem(points, known, border.length > 0 ? { border } : {})
  if (!guess) return
  const { system, metres } = guess
  const way = system === 'shiftedBack' ? 'Import it at the desk' : `Say --system ${system}`
  throw new Error(
    `its positions are about ${Math.round(metres)} m from where the plan is, as if they were in ` +
      `${names[system]}. ${way}, or say --system wgs84 to take them as they are.`,
  )
}
