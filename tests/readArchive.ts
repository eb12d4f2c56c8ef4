// An archive in memory, read by the reader that phones have.
import { PMTiles } from 'pmtiles'

export const archiveIn = (bytes: Uint8Array<ArrayBuffer>): PMTiles =>
  new PMTiles({
    getKey: () => 'archive',
    getBytes: (offset, length) =>
      Promise.resolve({ data: bytes.buffer.slice(offset, offset + length) }),
  })
