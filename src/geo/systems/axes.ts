// What bare numbers give away: whether they are metres, and whether north stands before east.
import type { Corner } from '../corner.ts'
import type { PlanSystem } from './planSystem.ts'

/** Some lie where no degrees do. */
export const looksLikeMetres = (points: readonly Corner[]): boolean =>
  points.some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 180)

/**
 * Degrees with the latitude first: certain where the second is over 90 degrees, and in China
 * anywhere, since its latitudes (18 to 54) and longitudes (73 to 135) have none in common.
 */
export function axesSwapped(points: readonly Corner[]): boolean {
  if (points.length === 0 || looksLikeMetres(points)) return false
  const swapped = points.filter(([x, y]) => Math.abs(y) > 90 && Math.abs(x) <= 90)
  const inChina = points.filter(([x, y]) => x >= 18 && x <= 54 && y >= 73 && y <= 135)
  return 2 * Math.max(swapped.length, inChina.length) > points.length
}

export const exchanged = ([x, y]: Corner): Corner => [y, x]

/** `system` null: no zone stands before the eastings, so that the meridian has to be asked for. */
export interface MetresGuess {
  system: Extract<PlanSystem, { zone: number }> | null
  isExchanged: boolean
}

/**
 * What metres in China say of themselves: eastings of eight digits begin with their zone (13 to 23
 * of six degrees, 25 to 45 of three), northings have seven digits and begin with 1 to 6. Null
 * where they are no such metres.
 */
export function guessMetres(points: readonly Corner[]): MetresGuess | null {
  const [at] = points
  if (!at || !looksLikeMetres(points)) return null
  for (const isExchanged of [false, true]) {
    const [east, north] = isExchanged ? exchanged(at) : at
    if (north < 1_000_000 || north > 6_500_000) continue
    if (east >= 100_000 && east < 1_000_000) return { system: null, isExchanged }
    const zone = Math.floor(east / 1_000_000)
    if (zone >= 13 && zone <= 23) return { system: { zone, width: 6 }, isExchanged }
    if (zone >= 25 && zone <= 45) return { system: { zone, width: 3 }, isExchanged }
  }
  return null
}
