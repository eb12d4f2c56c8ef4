// Tiles of an archive of pictures. Nearer than its last zoom a part of a picture is enlarged.
import type { PMTiles } from 'pmtiles'
import { tilePixels } from './tilePlane.ts'
import type { TilePainter } from './vectorTiles.ts'

export const rasterTiles = (archive: PMTiles, maxZoom: number): TilePainter => ({
  restyle: () => undefined,
  async draw(ctx, at) {
    const z = Math.min(at.z, maxZoom)
    const parts = 2 ** (at.z - z)
    const found = await archive.getZxy(z, Math.floor(at.x / parts), Math.floor(at.y / parts))
    if (!found) return
    const picture = await createImageBitmap(new Blob([found.data]))
    const size = picture.width / parts
    const from = { x: (at.x % parts) * size, y: (at.y % parts) * size }
    ctx.imageSmoothingQuality = 'high'
    ctx.drawImage(picture, from.x, from.y, size, size, 0, 0, tilePixels, tilePixels)
    picture.close()
  },
})
