// What a link is like while it lasts: how fast, how late, how often it stalls or breaks.
import type { Socket } from 'node:net'

export interface NetworkConditions {
  /** Nothing gets through: connections are torn down as they come. */
  isDown?: boolean
  latencyMs?: number
  jitterMs?: number
  bytesPerSecond?: number
  /** Every packet holds at most so many bytes. */
  sliceBytes?: number
  /** One packet in so many waits for `stallMs`. */
  stallEvery?: number
  stallMs?: number
  /** The connection is torn down each time so many bytes have gone up. */
  resetEvery?: number
  /** Larger requests get a 413 of the proxy's own. */
  mostRequestBytes?: number
}

/**
 * Writes in order, as late and as slowly as the conditions say; the sender waits while much is
 * under way.
 */
export function lateWriter(
  conditions: () => NetworkConditions,
  to: Socket,
  from: Socket,
  count: () => number,
) {
  let freeAt = 0
  let underWay = 0
  return (chunk: Buffer, then?: () => void): void => {
    const {
      latencyMs = 0,
      jitterMs = 0,
      bytesPerSecond,
      sliceBytes,
      stallEvery,
      stallMs = 0,
    } = conditions()
    const slices = sliceBytes ? slicesOf(chunk, sliceBytes) : [chunk]
    slices.forEach((slice, i) => {
      const last = i === slices.length - 1 ? then : undefined
      const stall = stallEvery && count() % stallEvery === stallEvery - 1 ? stallMs : 0
      const at =
        Math.max(freeAt, Date.now() + latencyMs + Math.random() * jitterMs) +
        stall +
        (bytesPerSecond ? (slice.length / bytesPerSecond) * 1000 : 0)
      freeAt = at
      const write = (): void => {
        if (!to.destroyed && slice.length > 0) to.write(slice)
        last?.()
      }
      if (at <= Date.now() && underWay === 0) return write()
      underWay += slice.length
      if (underWay > 16_384) from.pause()
      setTimeout(() => {
        underWay -= slice.length
        if (underWay <= 16_384) from.resume()
        write()
      }, at - Date.now())
    })
  }
}

function slicesOf(chunk: Buffer, bytes: number): Buffer[] {
  const slices: Buffer[] = []
  for (let at = 0; at < chunk.length || at === 0; at += bytes)
    slices.push(chunk.subarray(at, at + bytes))
  return slices
}
