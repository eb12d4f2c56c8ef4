// The dice of the invented community: the same seed throws the same numbers on every machine, so
// that a demo can be drawn again.
import type { Randomness } from '#domain/newId.ts'

export interface SeededRandom extends Randomness {
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number
  /** A whole number, both ends possible. */
  whole(low: number, high: number): number
  pick<T>(from: readonly T[]): T
}

/**
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, plenty for a picture and useless
 * for secrets.
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => Math.floor(low + next() * (high - low + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    getRandomValues: (bytes) => bytes.fill(0).map(() => Math.floor(next() * 256)),
  }
}
