// The writer of archives, read by the reader that phones have.
import { type PMTiles, zxyToTileId } from 'pmtiles'
import { expect, it } from 'vitest'
import { tileId } from '#demo/map/archive.ts'
import { aPmtiles, aTile } from '../aPmtiles.ts'
import { archiveIn } from '../readArchive.ts'

const tileIn = async (archive: PMTiles, z: number, x: number, y: number) =>
  (await archive.getZxy(z, x, y))?.data

it.each([
  ['in the root directory', {}],
  ['in leaf directories', { leafEntries: 3 }],
])('what was written comes out again, where it stands %s', async (_where, more) => {
  const archive = archiveIn(aPmtiles({ zooms: [0, 14], ...more }))
  const header = await archive.getHeader()
  expect(header).toMatchObject({ specVersion: 3, minZoom: 0, maxZoom: 14, minLon: 123.99 })
  for (const [z, x, y] of [
    [0, 0, 0],
    [10, 864, 428],
    [14, 13835, 6863],
  ] as const)
    expect(new Uint8Array((await tileIn(archive, z, x, y))!)).toEqual(aTile(z, x, y))
  expect(await tileIn(archive, 14, 13800, 6863)).toBeUndefined()
  expect(await archive.getMetadata()).toEqual({ attribution: '© invented' })
})

it('equal tiles lie there once, and equal neighbours are one entry', async () => {
  const header = await archiveIn(
    aPmtiles({ zooms: [0, 14], tiles: (z) => aTile(z, 0, 0) }),
  ).getHeader()
  expect(header.numTileContents).toBe(15)
  expect(header.numTileEntries).toBeLessThan(header.numAddressedTiles)
})

it('a tile has the number that the format gives it', () => {
  for (const [z, x, y] of [
    [0, 0, 0],
    [1, 1, 0],
    [7, 101, 3],
    [14, 13835, 6863],
    [18, 200_000, 130_001],
  ] as const)
    expect(tileId(z, x, y)).toBe(zxyToTileId(z, x, y))
})
