// How much of a photo goes in one PATCH. What was under way when a connection breaks may be lost, so a chunk is a small part
// of what the link carried between its last breaks; on a good link it grows, because every chunk costs a round trip.

export interface ChunkPace {
  /** Bytes of the next chunk. */
  next(): number
  arrived(bytes: number): void
  broke(): void
}

const least = 32_768
const first = 131_072
const most = 1_048_576
/** One break in a run costs at most this part of the run. */
const partOfRun = 8

export function newChunkPace(): ChunkPace {
  let run = first * partOfRun
  let sinceBreak = 0
  return {
    next: () => Math.min(most, Math.max(least, Math.floor(run / partOfRun))),
    arrived: (bytes) => {
      sinceBreak += bytes
      run = Math.max(run, sinceBreak)
    },
    broke: () => {
      run = Math.max(sinceBreak, run / 2)
      sinceBreak = 0
    },
  }
}
