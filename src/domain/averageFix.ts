// One position out of many fixes of a phone that stands still. A phone's errors follow each other,
// so that averaging gains little by itself; what it gains is that a fix which lies far off, and
// does not know it, has no say.
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Instant } from './ids.ts'
import type { Position } from './position.ts'

export const averaging = {
  /** Fewer tell nothing of each other. */
  leastFixes: 5,
  /** Nobody stands still for longer. */
  windowMs: 60_000,
  /** How far the middle of the fixes may walk while the phone is held to be still. */
  stillMetres: 15,
  /** No phone is better than that, whatever it says. */
  leastMetres: 3,
} as const

/** A fix in numbers: what has no accuracy cannot be weighed. */
type Fix = Position & { accuracyMetres: number }

/**
 * The weighted mean of the fixes of the last minute, but for those farther from their median than
 * 10 m and than twice what they claim; null for fewer than five, and for a phone that walks. Its
 * accuracy is the median of theirs: not divided by anything, for they err together. `fixes` says
 * how many it is made of, `at` is the last one's.
 */
export function averageFix(fixes: readonly Position[]): Position | null {
  const last = fixes.at(-1)
  if (!last) return null
  const said = fixes.filter((fix): fix is Fix => isMeasured(fix, last.at))
  if (said.length < averaging.leastFixes || isWalking(said)) return null
  const middle = middleOf(said)
  const kept = said.filter(
    (fix) => distanceMetres(fix, middle) <= Math.max(10, 2 * fix.accuracyMetres),
  )
  if (kept.length < averaging.leastFixes) return null
  const weights = kept.map((fix) => 1 / Math.max(fix.accuracyMetres, averaging.leastMetres) ** 2)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (read: (fix: Fix) => number): number =>
    kept.reduce((sum, fix, i) => sum + read(fix) * weights[i]!, 0) / total
  return {
    lat: mean((fix) => fix.lat),
    lon: aroundEarth(last.lon + mean((fix) => eastOf(fix, last))),
    accuracyMetres: Math.max(
      averaging.leastMetres,
      medianOf(kept.map((fix) => fix.accuracyMetres)),
    ),
    source: 'average',
    at: last.at,
    fixes: kept.length,
  }
}

const isMeasured = (fix: Position, now: Instant): boolean =>
  fix.source === 'gps' && fix.accuracyMetres !== null && now - fix.at <= averaging.windowMs

/** Farther than it would seem to by the errors of its fixes alone. */
function isWalking(fixes: readonly Fix[]): boolean {
  const half = Math.ceil(fixes.length / 2)
  const walked = distanceMetres(middleOf(fixes.slice(0, half)), middleOf(fixes.slice(-half)))
  return walked > Math.max(averaging.stillMetres, medianOf(fixes.map((fix) => fix.accuracyMetres)))
}

function middleOf(fixes: readonly Fix[]): { lat: number; lon: number } {
  const from = fixes[0]!
  return {
    lat: medianOf(fixes.map((fix) => fix.lat)),
    lon: aroundEarth(from.lon + medianOf(fixes.map((fix) => eastOf(fix, from)))),
  }
}

/** Degrees, the shorter way round the earth. */
const eastOf = (fix: Fix, from: Position): number => aroundEarth(fix.lon - from.lon)

const aroundEarth = (degrees: number): number => ((degrees + 540) % 360) - 180

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
