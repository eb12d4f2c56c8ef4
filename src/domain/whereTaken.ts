// When a position is the evidence's: of all a phone's fixes, those that tell where it was at one
// moment — when the first photo was taken, the form was begun, the result was chosen. Where the
// phone is later is another question, and never answers this one.
import type { Instant } from './ids.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Position } from './position.ts'

export interface Moment {
  readonly at: Instant
  /** The best answer so far. */
  readonly position: Position | null
  /** Fixes around the moment, of which the nearest in time says where the phone was. */
  readonly around: readonly Position[]
}

export const momentReach = { beforeMs: 20_000, afterMs: 10_000, lateMs: 60_000 } as const

const walkingMetresPerSecond = 1.4

/** Most cameras write where they were and not how surely: a phone outdoors is as sure as this. */
const photoMetres = 30

const doubt = ({ accuracyMetres, source }: Position): number =>
  accuracyMetres ?? (source === 'photo' ? photoMetres : Infinity)

/** Two fixes that may be of one spot, as far as their accuracy can tell. */
export const doAgree = (a: Position, b: Position): boolean =>
  distanceMetres(a, b) <= Math.max(doubt(a), doubt(b))

const isAround = (at: Instant, fix: Position): boolean =>
  fix.at >= at - momentReach.beforeMs && fix.at <= at + momentReach.afterMs

/** The sharpest of the fixes around the moment in whose circle the one nearest to it lies. */
function bestOf(at: Instant, around: readonly Position[]): Position | null {
  let nearest: Position | null = null
  for (const fix of around)
    if (!nearest || Math.abs(fix.at - at) < Math.abs(nearest.at - at)) nearest = fix
  let best = nearest
  for (const fix of around)
    if (best && nearest && doubt(fix) < doubt(best) && distanceMetres(fix, nearest) <= doubt(fix))
      best = fix
  return best
}

export function momentAt(at: Instant, fixes: readonly Position[]): Moment {
  const around = fixes.filter((fix) => isAround(at, fix))
  return { at, around, position: bestOf(at, around) }
}

/**
 * What one more fix adds: it takes part around the moment, later it only refines what it agrees
 * with, and else changes nothing.
 */
export function refined(moment: Moment, fix: Position): Moment {
  const { at, around, position } = moment
  if (isAround(at, fix)) {
    const more = [...around, fix]
    return { at, around: more, position: bestOf(at, more) }
  }
  if (fix.at < at) return moment
  if (around.length === 0) return lateFix(moment, fix)
  const first = bestOf(at, around)
  if (!position || !first || doubt(fix) >= doubt(position)) return moment
  // With what was known then as well: many small steps would carry it off.
  return doAgree(fix, position) && doAgree(fix, first) ? { ...moment, position: fix } : moment
}

/**
 * There was none around the moment: one that comes soon after tells as much as a person cannot have
 * walked away from it meanwhile.
 */
function lateFix(moment: Moment, fix: Position): Moment {
  const lateMs = fix.at - moment.at
  if (lateMs > momentReach.lateMs || fix.accuracyMetres === null) return moment
  const wide = {
    ...fix,
    accuracyMetres: Math.round(fix.accuracyMetres + (lateMs / 1000) * walkingMetresPerSecond),
  }
  return moment.position && doubt(wide) >= doubt(moment.position)
    ? moment
    : { ...moment, position: wide }
}
