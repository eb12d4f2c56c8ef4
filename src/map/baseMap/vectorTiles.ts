// Tiles of streets and water, drawn from an archive of shapes.
import { Labelers, paint, PmtilesSource, TileCache, toIndex, View } from 'protomaps-leaflet'
import type { PMTiles } from 'pmtiles'
import type { BaseMapLook, TileAddress } from './baseMapMessages.ts'
import { type MapRules, mapRules } from './mapRules.ts'
import { onTile, tilePixels } from './tilePlane.ts'

/** A word may reach so far into the next tile. */
const reachPixels = 16
/** Data tiles whose words are remembered: more than a wide desk shows at once. */
const labelledTiles = 64

export interface TilePainter {
  restyle(look: BaseMapLook): void
  /** Draws into 256 units of a side. Rejects where its bytes cannot be read. */
  draw(ctx: OffscreenCanvasRenderingContext2D, at: TileAddress): Promise<void>
}

/** @param isStale is told of tiles drawn before that a word reaches into since. */
export function vectorTiles(
  archive: PMTiles,
  maxZoom: number,
  first: BaseMapLook,
  isStale: (at: readonly TileAddress[]) => void,
): TilePainter {
  // Data lies one zoom below what is shown: four tiles of the screen are one of the archive.
  // The library's types were written for an older archive; it asks it for tiles only.
  const source = Object.assign(new PmtilesSource('', false), { p: archive })
  const view = new View(new TileCache(source, 2 * tilePixels), maxZoom, 1)
  const scratch = new OffscreenCanvas(1, 1).getContext('2d')!
  let look = first
  let rules: MapRules
  let labelers: Labelers
  function restyle(next: BaseMapLook): void {
    look = next
    rules = mapRules(next)
    labelers = new Labelers(scratch, rules.names, labelledTiles, (keys) =>
      isStale([...keys].map(addressOf)),
    )
  }
  restyle(first)

  return {
    restyle,
    async draw(ctx, at) {
      const tile = await view.getDisplayTile(at)
      const tiles = new Map([['', [tile]]])
      labelers.add(at.z, tiles)
      const origin = tile.origin.clone()
      origin.x = tilePixels * at.x
      origin.y = tilePixels * at.y
      const box = {
        minX: origin.x - reachPixels,
        minY: origin.y - reachPixels,
        maxX: origin.x + tilePixels + reachPixels,
        maxY: origin.y + tilePixels + reachPixels,
      }
      paint(ctx, at.z, tiles, null, rules.ground, box, origin, false)
      ctx.save()
      clipHouses(ctx, at, look.housesElsewhere)
      paint(ctx, at.z, tiles, null, rules.houses, box, origin, false)
      ctx.restore()
      const names = labelers.getIndex(at.z) ?? null
      paint(ctx, at.z, tiles, names, rules.ways, box, origin, false)
    },
  }
}

/** Every ring by itself: where two overlap, neither lets houses in. */
function clipHouses(
  ctx: OffscreenCanvasRenderingContext2D,
  at: TileAddress,
  rings: BaseMapLook['housesElsewhere'],
): void {
  for (const ring of rings) {
    ctx.beginPath()
    ctx.rect(0, 0, tilePixels, tilePixels)
    for (const [index, [lon, lat]] of ring.entries()) {
      const { x, y } = onTile(at, lon, lat)
      if (index === 0) ctx.moveTo(x, y)
      else ctx.lineTo(x, y)
    }
    ctx.closePath()
    ctx.clip('evenodd')
  }
}

/** As the library writes it: `x:y:z`. */
function addressOf(key: ReturnType<typeof toIndex>): TileAddress {
  const [x = 0, y = 0, z = 0] = key.split(':').map(Number)
  return { z, x, y }
}
