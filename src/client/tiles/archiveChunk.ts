// How much of an archive goes in one PATCH: what was under way when a connection breaks is sent
// again, and a chunk must be gone well before the silence after which an answer is given up
// (http/transport.ts). No larger than what a proxy lets through as it comes.

export interface ArchiveChunk {
  /** Bytes of the next one. */
  length(): number
  arrived(ms: number): void
  broke(): void
}

export const leastChunkBytes = 65_536
export const mostChunkBytes = 1_048_576
const slowMs = 6_000
const quickMs = 2_000

export function newArchiveChunk(): ArchiveChunk {
  let bytes = mostChunkBytes
  const smaller = (): void => void (bytes = Math.max(leastChunkBytes, bytes / 2))
  return {
    length: () => bytes,
    arrived: (ms) => {
      if (ms > slowMs) smaller()
      else if (ms < quickMs) bytes = Math.min(mostChunkBytes, bytes * 2)
    },
    broke: smaller,
  }
}
