// Where something is. Always WGS-84; a map that needs another system converts while drawing and
// never saves the result.
import type { Instant } from './ids.ts'

/** `average` is the phone's word as well, of several fixes (averageFix.ts). */
export const positionSources = ['gps', 'pin', 'photo', 'average'] as const

export interface Position {
  lat: number
  lon: number
  /**
   * Radius of 68 % confidence as the phone reports it; null when a person put the pin, or a photo
   * does not say.
   */
  accuracyMetres: number | null
  source: (typeof positionSources)[number]
  at: Instant
  /** Of an average: how many fixes it is made of. */
  fixes?: number
  /** Of a pin: where the phone, or the photo, had said it was before a person said otherwise. */
  raw?: Omit<Position, 'raw'>
}

/** What a pin put in the place of `before` keeps of it: what was measured, however often moved. */
export function measuredIn(before: Position | undefined): Omit<Position, 'raw'> | undefined {
  if (!before || before.source === 'pin') return before?.raw
  const { raw: _none, ...measured } = before
  return measured
}

export const isOnEarth = (point: { lat: number; lon: number }): boolean =>
  Number.isFinite(point.lat) &&
  Number.isFinite(point.lon) &&
  Math.abs(point.lat) <= 90 &&
  Math.abs(point.lon) <= 180

/**
 * What the server takes as an accuracy; a phone that says −1 or NaN means that it does not know
 * where it is.
 */
export const isAccuracy = (metres: unknown): metres is number =>
  typeof metres === 'number' && Number.isFinite(metres) && metres >= 0

/** What a date can hold, and with it every time that travels. */
export const isInstant = (time: unknown): time is Instant =>
  typeof time === 'number' && Math.abs(time) <= 8.64e15

/** What sensors say that have no fix: a point in the sea off Africa. */
const isNoFix = ({ lat, lon }: { lat: number; lon: number }): boolean => lat === 0 && lon === 0

/**
 * A sensor's word, if it can be a position: absent is better than wrong, and a record is never
 * refused for what a sensor says. The server checks the same limits (protocol/rowSchemas.ts).
 */
export function positionOf(
  said: { lat: unknown; lon: unknown; accuracyMetres: unknown; at: unknown },
  source: 'gps' | 'photo',
): Position | null {
  const { lat, lon, accuracyMetres, at } = said
  if (
    typeof lat !== 'number' ||
    typeof lon !== 'number' ||
    !isOnEarth({ lat, lon }) ||
    isNoFix({ lat, lon }) ||
    !isInstant(at)
  )
    return null
  if (isAccuracy(accuracyMetres)) return { lat, lon, accuracyMetres, source, at }
  return source === 'photo' ? { lat, lon, accuracyMetres: null, source, at } : null
}
