import type { Bounds } from './basemap.ts'

/** One row of a directory: a tile, or several in a row that are alike. */
export interface ArchiveEntry {
  /** Of the first tile: all lower zooms come before; within one, along Hilbert's curve. */
  id: number
  /** From the start of the tiles, or of the leaf directories. */
  offset: number
  length: number
  /** How many tiles in a row it stands for; 0 for a leaf directory. */
  run: number
}

export interface ArchiveFacts {
  /** Bytes of root directory, metadata, leaf directories and tiles, which follow in this order. */
  sections: readonly [root: number, metadata: number, leaves: number, data: number]
  /** Tiles that can be asked for; entries that name them; contents, which differ. */
  counts: readonly [tiles: number, entries: number, contents: number]
  tileCompression: number
  tileType: number
  zooms: readonly [least: number, most: number]
  bounds: Bounds
}

export declare const headerBytes: number
export declare const tileTypes: {
  readonly [name in 'mvt' | 'png' | 'jpeg' | 'webp' | 'avif' | 'mlt']: number
}
export declare const compressions: {
  readonly [name in 'none' | 'gzip' | 'brotli' | 'zstd']: number
}

/**
 * The root, small enough to come with the header, and the leaves it points at, if any.
 *
 * @param leafEntries no more entries than these in one directory, if that leaves the root small
 *   enough; left out, everything stands in the root where it can.
 */
export declare function directoriesOf(
  entries: readonly ArchiveEntry[],
  gzip: (bytes: Uint8Array) => Uint8Array,
  leafEntries?: number,
): { root: Uint8Array; leaves: Uint8Array[] }

/** Says that directories and metadata are packed by gzip. */
export declare function headerOf(facts: ArchiveFacts): Uint8Array
