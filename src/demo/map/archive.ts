// Writes an archive of tiles (PMTiles, version 3, clustered): header, root directory, metadata,
// leaf directories, tiles in the order of their ids (domain/tileArchive.mjs). Equal tiles lie there
// once, equal neighbours are one entry. Small archives only: all of it is held in memory.
import { gzipSync } from 'node:zlib'
import type { Bounds } from '#domain/basemap.ts'
import {
  type ArchiveEntry,
  compressions,
  directoriesOf,
  headerOf,
  tileTypes,
} from '#domain/tileArchive.mjs'

export interface ArchivedTile {
  z: number
  x: number
  y: number
  /** Packed as the archive says. */
  bytes: Uint8Array
}

export interface ArchiveOptions {
  bounds: Bounds
  metadata: Readonly<Record<string, unknown>>
  tileType?: number
  tileCompression?: number
  /** Entries of one leaf directory; left out, everything stands in the root. */
  leafEntries?: number
}

export function archiveOf(tiles: Iterable<ArchivedTile>, options: ArchiveOptions): Uint8Array {
  const sorted = [...tiles]
    .map((tile) => ({ ...tile, id: tileId(tile.z, tile.x, tile.y) }))
    .sort((a, b) => a.id - b.id)
  const blobs: Uint8Array[] = []
  const known = new Map<string, number>()
  const entries: ArchiveEntry[] = []
  let dataBytes = 0
  for (const { id, bytes } of sorted) {
    const name = Buffer.from(bytes).toString('latin1')
    const offset = known.get(name) ?? dataBytes
    if (offset === dataBytes) {
      known.set(name, offset)
      blobs.push(bytes)
      dataBytes += bytes.length
    }
    const before = entries.at(-1)
    if (before?.offset === offset && before.id + before.run === id) before.run++
    else entries.push({ id, offset, length: bytes.length, run: 1 })
  }
  const { root, leaves } = directoriesOf(entries, gzipSync, options.leafEntries)
  const metadata = gzipSync(JSON.stringify(options.metadata))
  const leafBytes = leaves.reduce((sum, { length }) => sum + length, 0)
  const { tileCompression = compressions.gzip, tileType = tileTypes.mvt } = options
  const header = headerOf({
    sections: [root.length, metadata.length, leafBytes, dataBytes],
    counts: [sorted.length, entries.length, blobs.length],
    tileCompression,
    tileType,
    zooms: [sorted[0]?.z ?? 0, sorted.at(-1)?.z ?? 0],
    bounds: options.bounds,
  })
  return new Uint8Array(Buffer.concat([header, root, metadata, ...leaves, ...blobs]))
}

/** All tiles of lower zooms come before; within one, along Hilbert's curve. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3
  let [atX, atY] = [x, y]
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const right = atX & side ? 1 : 0
    const low = atY & side ? 1 : 0
    id += side * side * ((3 * right) ^ low)
    if (low === 0) {
      if (right === 1) [atX, atY] = [side - 1 - atX, side - 1 - atY]
      ;[atX, atY] = [atY, atX]
    }
  }
  return id
}
