// An archive on this phone's own disk, read piece by piece.
import { type Header, PMTiles, TileType } from 'pmtiles'
import type { ArchiveFacts } from './baseMapMessages.ts'

export interface Archive {
  tiles: PMTiles
  facts: ArchiveFacts
  isVector: boolean
}

/** Rejects with what the browser says where the bytes are gone, or with what is wrong in them. */
export async function openArchive(bytes: Blob): Promise<Archive> {
  const tiles = new PMTiles({
    getKey: () => 'here',
    getBytes: async (offset, length) => ({
      data: await bytes.slice(offset, offset + length).arrayBuffer(),
    }),
  })
  const header = await tiles.getHeader()
  return { tiles, facts: factsOf(header), isVector: header.tileType === TileType.Mvt }
}

const factsOf = ({ minLon, minLat, maxLon, maxLat, minZoom, maxZoom }: Header): ArchiveFacts => ({
  bounds: [minLon, minLat, maxLon, maxLat],
  minZoom,
  maxZoom,
})
