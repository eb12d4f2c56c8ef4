// When a fix is of. Sensors say 1995, next year, or repeat a fix of long ago; what is not of now tells nothing of where the phone is.

const nowMs = 30_000
const steadyMs = 5000

/**
 * The time to keep with a fix, or null where it is not of now. Where the phone's clock and the sensor's differ and both run on,
 * fixes are fresh all the same: such a one is of the moment it was heard.
 */
export function believedTime(): (said: unknown, heardAt: number) => number | null {
  let last: { said: number; off: number } | null = null
  return (said, heardAt) => {
    if (typeof said !== 'number' || !Number.isFinite(said)) return null
    const off = said - heardAt
    const isRunning = last !== null && said > last.said && Math.abs(off - last.off) <= steadyMs
    last = { said, off }
    if (Math.abs(off) <= nowMs) return said
    return isRunning ? heardAt : null
  }
}
