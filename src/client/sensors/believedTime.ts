// Whether a fix is of now. Sensors say 1995, next year, or repeat one of long ago: what is not of
// now tells nothing of where the phone is.

/**
 * A fix that is asked for may be handed on again without a new time, by a phone that lies still.
 */
const nowMs = 600_000
const steadyMs = 5000

/**
 * Where the phone's clock and the sensor's differ and both run on, its fixes are of now all the
 * same.
 */
export function believedTime(): (said: unknown, heardAt: number) => boolean {
  let last: { said: number; off: number } | null = null
  return (said, heardAt) => {
    if (typeof said !== 'number' || !Number.isFinite(said)) return false
    const off = said - heardAt
    const isRunning = last !== null && said > last.said && Math.abs(off - last.off) <= steadyMs
    last = { said, off }
    return Math.abs(off) <= nowMs || isRunning
  }
}
