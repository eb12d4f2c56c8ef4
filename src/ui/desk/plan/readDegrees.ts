// A coordinate that somebody typed, in degrees.
import { readNumber } from './readNumber.ts'

/** Of longitude 180, of latitude 90, either side of nought. */
const limitOf = { lon: 180, lat: 90 } as const

/** Null where it is no number of degrees; a degree sign is read. */
export function readDegrees(typed: string, axis: keyof typeof limitOf): number | null {
  const degrees = readNumber(typed.replace(/[°\s]/g, ''))
  return degrees !== null && Math.abs(degrees) <= limitOf[axis] ? degrees : null
}
