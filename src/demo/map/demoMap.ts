// The base map of the invented community: its streets, a river, greens and houses around, drawn as
// an archive of tiles like any other, so that the map shows something at once and without a
// network.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Basemap, Bounds } from '#domain/basemap.ts'
import type { AssetHash, BasemapId, Instant } from '#domain/ids.ts'
import { communityId, lonLatAt, rectangle } from '../demoGrids.ts'
import { archiveOf, type ArchivedTile } from './archive.ts'
import { clippedLine, clippedRing, inTile, isInTile, tilesOver } from './tileGrid.ts'
import { demoShapes, type Shape, shownMetres } from './demoShapes.ts'
import { type TileFeature, type TilePoint, vectorTile } from './vectorTile.ts'

const zooms = { least: 10, most: 15 } as const

export interface DemoMap {
  basemap: Basemap
  archive: Uint8Array
}

export function drawDemoMap(now: Instant): DemoMap {
  const [[west, south], , [east, north]] = rectangle(
    -shownMetres,
    -shownMetres,
    shownMetres,
    shownMetres,
  ) as [[number, number], unknown, [number, number]]
  const bounds: Bounds = [west, south, east, north]
  const attribution = '示例地图，纯属虚构 · Invented map, no real place'
  const tiles: ArchivedTile[] = []
  for (let z = zooms.least; z <= zooms.most; z++)
    for (const [x, y] of tilesOver(bounds, z)) {
      const bytes = gzipSync(vectorTile(layersOf(z, x, y)))
      tiles.push({ z, x, y, bytes })
    }
  const archive = archiveOf(tiles, { bounds, metadata: { attribution, type: 'baselayer' } })
  return {
    archive,
    basemap: {
      id: 'map-wutong' as BasemapId,
      name: '梧桐苑周边（示例）',
      kind: 'vector',
      hash: createHash('sha256').update(archive).digest('hex') as AssetHash,
      bytes: archive.length,
      bounds,
      minZoom: zooms.least,
      maxZoom: zooms.most,
      schema: 'protomaps4',
      attribution,
      approvalNumber: '',
      dataDate: null,
      madeAt: now,
      madeBy: null,
      gridIds: [communityId],
      isUsual: true,
    },
  }
}

function layersOf(z: number, x: number, y: number): Map<string, TileFeature[]> {
  const layers = new Map<string, TileFeature[]>()
  for (const shape of demoShapes()) {
    const feature = z >= shape.fromZoom ? featureIn(shape, z, x, y) : null
    if (feature) layers.set(shape.layer, [...(layers.get(shape.layer) ?? []), feature])
  }
  return layers
}

/** Null where nothing of it lies in the tile. */
function featureIn(shape: Shape, z: number, x: number, y: number): TileFeature | null {
  const points = shape.metres.map((at) => inTile(lonLatAt(...at), z, x, y))
  const parts = partsOf(shape.type, points)
  const { type, properties } = shape
  return parts.length > 0 ? { type, parts, properties } : null
}

function partsOf(type: Shape['type'], points: TilePoint[]): TilePoint[][] {
  if (type === 'point') return points.every(isInTile) ? [points] : []
  if (type === 'line') return clippedLine(points)
  const ring = clippedRing(points)
  return ring.length > 0 ? [ring] : []
}
