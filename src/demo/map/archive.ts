// Writes an archive of tiles (PMTiles, version 3, clustered): header, root directory, metadata,
// leaf directories, tiles in the order of their ids. Equal tiles lie there once, equal neighbours
// are one entry. Small archives only: all of it is held in memory.
import { gzipSync } from 'node:zlib'
import type { Bounds } from '#domain/basemap.ts'
import { varint } from './vectorTile.ts'

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

/** As the header numbers them. */
export const tileTypes = { mvt: 1, png: 2, jpeg: 3, webp: 4, avif: 5, mlt: 6 } as const
export const compressions = { none: 1, gzip: 2, brotli: 3, zstd: 4 } as const
export const headerBytes = 127

interface Entry {
  id: number
  offset: number
  length: number
  /** How many tiles in a row it stands for; 0 for a leaf directory. */
  run: number
}

export function archiveOf(tiles: Iterable<ArchivedTile>, options: ArchiveOptions): Uint8Array {
  const sorted = [...tiles]
    .map((tile) => ({ ...tile, id: tileId(tile.z, tile.x, tile.y) }))
    .sort((a, b) => a.id - b.id)
  const blobs: Uint8Array[] = []
  const known = new Map<string, number>()
  const entries: Entry[] = []
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
  const { root, leaves } = directoriesOf(entries, options.leafEntries)
  const metadata = gzipSync(JSON.stringify(options.metadata))
  const header = headerOf({
    ...options,
    root: root.length,
    metadataBytes: metadata.length,
    leaves: leaves.length,
    dataBytes,
    counts: [sorted.length, entries.length, blobs.length],
    zooms: [sorted[0]?.z ?? 0, sorted.at(-1)?.z ?? 0],
  })
  return new Uint8Array(Buffer.concat([header, root, metadata, leaves, ...blobs]))
}

function directoriesOf(
  entries: readonly Entry[],
  leafEntries = Infinity,
): { root: Uint8Array; leaves: Uint8Array } {
  if (entries.length <= leafEntries) return { root: directory(entries), leaves: new Uint8Array() }
  const roots: Entry[] = []
  const leaves: Uint8Array[] = []
  let offset = 0
  for (let at = 0; at < entries.length; at += leafEntries) {
    const leaf = directory(entries.slice(at, at + leafEntries))
    roots.push({ id: entries[at]!.id, offset, length: leaf.length, run: 0 })
    leaves.push(leaf)
    offset += leaf.length
  }
  return { root: directory(roots), leaves: Buffer.concat(leaves) }
}

function directory(entries: readonly Entry[]): Uint8Array {
  const isNext = (i: number): boolean =>
    i > 0 && entries[i]!.offset === entries[i - 1]!.offset + entries[i - 1]!.length
  const numbers = [
    entries.length,
    ...entries.map(({ id }, i) => id - (entries[i - 1]?.id ?? 0)),
    ...entries.map(({ run }) => run),
    ...entries.map(({ length }) => length),
    ...entries.map(({ offset }, i) => (isNext(i) ? 0 : offset + 1)),
  ]
  return gzipSync(Uint8Array.from(numbers.flatMap(varint)))
}

interface HeaderFacts extends ArchiveOptions {
  root: number
  metadataBytes: number
  leaves: number
  dataBytes: number
  /** Tiles, entries, blobs. */
  counts: [number, number, number]
  zooms: [number, number]
}

function headerOf(facts: HeaderFacts): Uint8Array {
  const { bounds, root, metadataBytes, leaves, dataBytes, counts, zooms } = facts
  const header = Buffer.alloc(headerBytes)
  header.write('PMTiles', 'latin1')
  header[7] = 3
  let at = headerBytes
  for (const [i, bytes] of [root, metadataBytes, leaves, dataBytes].entries()) {
    header.writeBigUInt64LE(BigInt(at), 8 + i * 16)
    header.writeBigUInt64LE(BigInt(bytes), 16 + i * 16)
    at += bytes
  }
  for (const [i, count] of counts.entries()) header.writeBigUInt64LE(BigInt(count), 72 + i * 8)
  const { tileCompression = compressions.gzip, tileType = tileTypes.mvt } = facts
  header.set([1, compressions.gzip, tileCompression, tileType, ...zooms], 96)
  const [west, south, east, north] = bounds
  for (const [i, degrees] of [west, south, east, north].entries())
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + i * 4)
  header[118] = zooms[1]
  header.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119)
  header.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123)
  return header
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
