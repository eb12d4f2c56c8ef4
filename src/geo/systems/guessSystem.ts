// Which system a file's degrees really are in: the one in which they lie where places are known to
// be. It is offered to a person with its reason, never taken for granted.
import type { Corner } from '../corner.ts'
import { distanceMetres } from '../distanceMetres.ts'
import { boxMiddle, isInsideRings } from '../rings.ts'
import { axesSwapped, exchanged, looksLikeMetres } from './axes.ts'
import { fromBd09, fromGcj02, toGcj02 } from './chineseShift.ts'
import { NearKnown } from './nearKnown.ts'
import type { NamedSystem } from './planSystem.ts'

export type GuessedSystem = Exclude<NamedSystem, 'cgcs2000'>

export interface SystemGuess {
  system: GuessedSystem
  isExchanged: boolean
  /** Latitudes stood first; places that are known; the border that the plan should fill. */
  reason: 'axes' | 'knownPlaces' | 'border'
  /** Of the points, 0 to 1: within 15 m of a known place, or inside the border. */
  share: number
  /** The largest of the other systems. */
  nextShare: number
  /** How far the file's middle moves if it is read so and not as declared. */
  metres: number
}

export interface WhatIsKnown {
  /** What a person said it is. */
  declared?: NamedSystem
  /** Polygons of the grid that the plan is of, WGS-84. */
  border?: readonly (readonly (readonly Corner[])[])[]
}

/** From the file's degrees to WGS-84. */
const readings: Record<GuessedSystem, (corner: Corner) => Corner> = {
  wgs84: (corner) => corner,
  gcj02: fromGcj02,
  bd09: fromBd09,
  shiftedBack: toGcj02,
}
const systems = ['wgs84', 'gcj02', 'bd09', 'shiftedBack'] as const

/** More than enough to tell systems apart; of a larger file every so manieth point is asked. */
const mostPoints = 2_000

/**
 * Null where nothing speaks against what was declared (WGS-84 where nothing was). `points` in
 * degrees as the file has them, `known` lon, lat in WGS-84.
 */
export function guessSystem(
  points: readonly Corner[],
  known: readonly Corner[],
  { declared = 'wgs84', border }: WhatIsKnown = {},
): SystemGuess | null {
  if (points.length === 0 || looksLikeMetres(points)) return null
  const said = declared === 'cgcs2000' ? 'wgs84' : declared
  const isExchanged = axesSwapped(points)
  const every = Math.ceil(points.length / mostPoints)
  const some = points.filter((_, index) => index % every === 0)
  const asked = isExchanged ? some.map(exchanged) : some
  const found =
    (known.length > 0 ? byKnownPlaces(asked, known, said) : null) ??
    (border ? byBorder(asked, border, said) : null)
  if (found) return { ...found, isExchanged, metres: metresBetween(asked, found.system, said) }
  return isExchanged
    ? { system: said, isExchanged, reason: 'axes', share: 1, nextShare: 0, metres: 0 }
    : null
}

type Found = Omit<SystemGuess, 'isExchanged' | 'metres'>

/** Best at least a tenth of the points and three times the next. */
function byKnownPlaces(
  points: readonly Corner[],
  known: readonly Corner[],
  said: GuessedSystem,
): Found | null {
  const near = new NearKnown(known, 15)
  const { system, share, nextShare } = best((read) => shareOf(points, (at) => near.has(read(at))))
  if (system === said || share < 0.1 || share < 3 * nextShare) return null
  return { system, reason: 'knownPlaces', share, nextShare }
}

/**
 * The file's middle is off that of the border by 100 m to 2 km, the way that a shift would move it
 * and about as far; and read so, more of it lies inside.
 */
function byBorder(
  points: readonly Corner[],
  border: NonNullable<WhatIsKnown['border']>,
  said: GuessedSystem,
): Found | null {
  const inside = (read: (at: Corner) => Corner): number =>
    shareOf(points, (at) => isInsideRings(read(at), border))
  const goal = boxMiddle(border.flat(2))
  const offBy = (system: GuessedSystem): number => metres(readings[system](boxMiddle(points)), goal)
  const off = offBy(said)
  if (!(off > 100 && off < 2_000)) return null
  const { system, share, nextShare } = best((read) => inside(read), said)
  const isAlong = offBy(system) < 0.4 * off && share > inside(readings[said]) + 0.05
  return isAlong ? { system, reason: 'border', share, nextShare } : null
}

/** `except` is not among those compared. */
function best(
  score: (read: (at: Corner) => Corner) => number,
  except?: GuessedSystem,
): { system: GuessedSystem; share: number; nextShare: number } {
  const scored = systems
    .filter((system) => system !== except)
    .map((system) => ({ system, share: score(readings[system]) }))
    .sort((a, b) => b.share - a.share)
  return { ...scored[0]!, nextShare: scored[1]!.share }
}

const shareOf = (points: readonly Corner[], is: (at: Corner) => boolean): number =>
  points.filter(is).length / points.length

const metres = (a: Corner, b: Corner): number =>
  distanceMetres({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] })

const metresBetween = (points: readonly Corner[], a: GuessedSystem, b: GuessedSystem): number =>
  metres(readings[a](boxMiddle(points)), readings[b](boxMiddle(points)))
