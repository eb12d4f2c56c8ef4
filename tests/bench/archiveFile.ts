// Archives of tiles larger than memory should hold, written to a file of a temporary folder.
import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { Bounds } from '#domain/basemap.ts'
import {
  type ArchiveEntry,
  compressions,
  directoriesOf,
  headerBytes,
  headerOf,
  tileTypes,
} from '#domain/tileArchive.mjs'
import { tileId } from '#demo/map/archive.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'

export interface ArchiveFileOptions {
  bounds: Bounds
  zooms: [least: number, most: number]
  /** Packed; a number leaves so many bytes empty, which takes no room on the disk. */
  tileOf(z: number, x: number, y: number): Uint8Array | number
}

/** All tiles of the box, each with bytes of its own. @returns bytes. */
export async function writeArchiveFile(
  path: string,
  { bounds, zooms, tileOf }: ArchiveFileOptions,
): Promise<number> {
  const tiles: { id: number; z: number; x: number; y: number }[] = []
  for (let z = zooms[0]; z <= zooms[1]; z++)
    for (const [x, y] of tilesOver(bounds, z)) tiles.push({ id: tileId(z, x, y), z, x, y })
  tiles.sort((a, b) => a.id - b.id)
  const entries: ArchiveEntry[] = []
  const contents: Uint8Array[] = []
  const places: number[] = []
  let data = 0
  for (const { id, z, x, y } of tiles) {
    const tile = tileOf(z, x, y)
    const length = typeof tile === 'number' ? tile : tile.length
    entries.push({ id, offset: data, length, run: 1 })
    if (typeof tile !== 'number') {
      contents.push(tile)
      places.push(data)
    }
    data += length
  }
  const { root, leaves } = directoriesOf(entries, gzipSync)
  const metadata = gzipSync(JSON.stringify({ attribution: '© invented', type: 'baselayer' }))
  const leafBytes = leaves.reduce((sum, { length }) => sum + length, 0)
  const count = entries.length
  const header = headerOf({
    sections: [root.length, metadata.length, leafBytes, data],
    counts: [count, count, count],
    tileCompression: compressions.gzip,
    tileType: tileTypes.mvt,
    zooms,
    bounds,
  })
  const begins = headerBytes + root.length + metadata.length + leafBytes
  const file = await open(path, 'wx')
  try {
    await file.writev([header, root, metadata, ...leaves])
    for (const [i, tile] of contents.entries())
      await file.write(tile, 0, tile.length, begins + places[i]!)
    await file.truncate(begins + data)
  } finally {
    await file.close()
  }
  return begins + data
}
