// How much of a photo goes in one PATCH. What was under way when a connection breaks is sent again,
// and a browser may do so by itself without a word; so a chunk is no larger than a round trip makes
// worth while, a part of what the link carried between its last breaks, and gone in a few seconds.

export interface ChunkSizer {
  /** Bytes of the next chunk. */
  next(): number
  /** A small question was answered. */
  answered(ms: number): void
  arrived(bytes: number, ms: number): void
  broke(): void
}

const least = 32_768
const most = 1_048_576
/**
 * A round trip of this length, in ms, is worth the smallest chunk; a longer one is worth as many
 * times more.
 */
const shortTripMs = 40
/** One break in a run costs at most this part of the run. */
const partOfRun = 8
const chunkMs = 8_000

export function newChunkSizer(): ChunkSizer {
  let tripMs = 4 * shortTripMs
  let run = most
  let sinceBreak = 0
  let bytesPerMs = Infinity
  return {
    next: () =>
      Math.max(
        least,
        Math.floor(
          Math.min(most, least * (tripMs / shortTripMs), run / partOfRun, bytesPerMs * chunkMs),
        ),
      ),
    answered: (ms) => {
      // The quickest answers tell the way; slow ones the server's work. An older figure fades.
      tripMs = Math.min(ms, tripMs * 1.1)
    },
    arrived: (bytes, ms) => {
      sinceBreak += bytes
      run = Math.max(run, sinceBreak)
      bytesPerMs = bytes / Math.max(1, ms)
    },
    broke: () => {
      run = Math.max(sinceBreak, run / 2)
      sinceBreak = 0
    },
  }
}
