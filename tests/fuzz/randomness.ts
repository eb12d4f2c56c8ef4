// One source for every random byte while a story is played, so that the same story has the same ids
// each time.

/** Ids come from the Web Crypto object of this process, on phones and server alike. */
export async function withSeededBytes<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const next = mulberry32(seed)
  const seeded = (bytes: Uint8Array): Uint8Array => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 0xff
    return bytes
  }
  Object.defineProperty(crypto, 'getRandomValues', { value: seeded, configurable: true })
  try {
    return await work()
  } finally {
    delete (crypto as { getRandomValues?: unknown }).getRandomValues
  }
}

/** Numbers below 2³², the same for the same seed. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
