// The name of bytes that are too many to be held at once. The browser's own digest takes all of
// them in one piece, which a map of 300 MB may not be on a phone.
import { toHex } from '#domain/toHex.ts'

const blockBytes = 64
/** Read from the disk at a time. */
const pieceBytes = 1 << 20

/** SHA-256 in hexadecimal. Rejects where the bytes cannot be read. */
export async function sha256Pieces(bytes: Blob): Promise<string> {
  const hash = sha256()
  for (let at = 0; at < bytes.size; at += pieceBytes)
    hash.add(new Uint8Array(await bytes.slice(at, at + pieceBytes).arrayBuffer()))
  return hash.end()
}

export interface RunningHash {
  add(bytes: Uint8Array): void
  /** Once; nothing can be added after it. */
  end(): string
}

/** As FIPS 180-4 has it. */
export function sha256(): RunningHash {
  const state = Int32Array.from(firstState)
  const rest = new Uint8Array(2 * blockBytes)
  let held = 0
  let total = 0
  return {
    add(bytes) {
      total += bytes.length
      let at = 0
      if (held > 0) {
        at = Math.min(blockBytes - held, bytes.length)
        rest.set(bytes.subarray(0, at), held)
        held += at
        if (held < blockBytes) return
        mixIn(state, rest, 0)
      }
      for (; at + blockBytes <= bytes.length; at += blockBytes) mixIn(state, bytes, at)
      rest.set(bytes.subarray(at))
      held = bytes.length - at
    },
    end() {
      rest.fill(0, held)
      rest[held] = 0x80
      const length = held < 56 ? blockBytes : 2 * blockBytes
      const tail = new DataView(rest.buffer)
      tail.setUint32(length - 8, Math.floor(total / 2 ** 29))
      tail.setUint32(length - 4, (total * 8) >>> 0)
      for (let at = 0; at < length; at += blockBytes) mixIn(state, rest, at)
      const out = new DataView(new ArrayBuffer(32))
      for (const [index, word] of state.entries()) out.setInt32(index * 4, word)
      return toHex(new Uint8Array(out.buffer))
    },
  }
}

const primes: number[] = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)
/** The first 32 bits behind the point. */
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0
const firstState = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by))
const schedule = new Int32Array(64)

/** Sixty-four rounds over one block; written out, as it runs a million times for a map. */
function mixIn(state: Int32Array, bytes: Uint8Array, at: number): void {
  const w = schedule
  for (let i = 0; i < 16; i++) {
    const j = at + i * 4
    w[i] = (bytes[j]! << 24) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 8) | bytes[j + 3]!
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!
    const y = w[i - 2]!
    const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)
    const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10)
    w[i] = (w[i - 16]! + low + w[i - 7]! + high) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < 64; i++) {
    const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const first = (h + one + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0
    const two = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  state[0] = (state[0]! + a) | 0
  state[1] = (state[1]! + b) | 0
  state[2] = (state[2]! + c) | 0
  state[3] = (state[3]! + d) | 0
  state[4] = (state[4]! + e) | 0
  state[5] = (state[5]! + f) | 0
  state[6] = (state[6]! + g) | 0
  state[7] = (state[7]! + h) | 0
}
