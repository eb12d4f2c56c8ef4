// A coordinate that somebody typed, in degrees.

/** Of longitude 180, of latitude 90, either side of nought. */
const limitOf = { lon: 180, lat: 90 } as const

/** Null where it is no number of degrees; full-width figures and a degree sign are read. */
export function readDegrees(typed: string, axis: keyof typeof limitOf): number | null {
  const text = typed.normalize('NFKC').replace(/[°\s]/g, '').replace(',', '.')
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return null
  const degrees = Number(text)
  return Math.abs(degrees) <= limitOf[axis] ? degrees : null
}
