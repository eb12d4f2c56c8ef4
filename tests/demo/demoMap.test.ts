// The invented base map: drawn like any other, and read by what reads any other.
import { expect, it } from 'vitest'
import { demoGrids } from '#demo/demoGrids.ts'
import { drawDemoMap } from '#demo/map/demoMap.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { archiveIn } from '../readArchive.ts'

const { basemap, archive } = drawDemoMap(7)
const bytes = new Uint8Array(archive)

it('is small, says that it is invented, and is the one that is drawn', () => {
  expect(bytes.length).toBeLessThan(100_000)
  expect(basemap).toMatchObject({ bytes: bytes.length, isUsual: true, approvalNumber: '' })
  expect(basemap.attribution).toMatch(/虚构.*Invented/)
  expect(drawDemoMap(7)).toEqual({ basemap, archive })
})

it('covers every grid at every zoom, with names in Chinese', async () => {
  const map = archiveIn(bytes)
  const corners = demoGrids().flatMap(({ border }) => border)
  for (let z = basemap.minZoom; z <= basemap.maxZoom; z++)
    for (const [lon, lat] of corners)
      for (const [x, y] of tilesOver([lon, lat, lon, lat], z))
        expect((await map.getZxy(z, x, y))?.data.byteLength, `${z}/${x}/${y}`).toBeGreaterThan(100)
  const [x, y] = tilesOver([124, 28, 124, 28], 15)[0]!
  const tile = Buffer.from((await map.getZxy(15, x, y))!.data).toString('utf8')
  for (const word of ['name:zh-Hans', 'roads', 'buildings', 'landuse', 'kind', '梧桐北街'])
    expect(tile).toContain(word)
})
