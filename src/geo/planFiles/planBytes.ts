// A file, in memory or on the disk, read piece by piece.

export interface PlanBytes {
  size: number
  /** From 0; may reach beyond the end. */
  slice(from: number, to: number): Promise<Uint8Array>
}

export const planBytesOf = (bytes: Uint8Array | Blob): PlanBytes =>
  bytes instanceof Uint8Array
    ? { size: bytes.length, slice: (from, to) => Promise.resolve(bytes.subarray(from, to)) }
    : {
        size: bytes.size,
        slice: async (from, to) => new Uint8Array(await bytes.slice(from, to).arrayBuffer()),
      }

export const allOf = (bytes: PlanBytes): Promise<Uint8Array> => bytes.slice(0, bytes.size)

const pieceBytes = 1 << 20

/** Pieces of a megabyte; `onProgress` is told the share that has been used up. */
export async function* piecesOf(
  bytes: PlanBytes,
  onProgress?: (share: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.size; from += pieceBytes) {
    yield await bytes.slice(from, from + pieceBytes)
    onProgress?.(Math.min(1, (from + pieceBytes) / bytes.size))
  }
}
