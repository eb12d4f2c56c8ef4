// Tiles of an invented city in Protomaps' fourth schema, as full as those of a real one: streets
// with names, a river, a park, and a thousand houses to a tile of zoom 14.
import { gzipSync } from 'node:zlib'
import { type TileFeature, type TilePoint, vectorTile } from '#demo/map/vectorTile.ts'

const extent = 4096

/** Packed. */
export const cityTile = (z: number, x: number, y: number): Uint8Array =>
  gzipSync(
    vectorTile(
      new Map([
        ['earth', [area('earth', 0, 0, extent, extent)]],
        ['landuse', [area('residential', 0, 0, extent, extent), area('park', 600, 600, 900, 700)]],
        ['water', [area('river', 0, 3300, extent, 260)]],
        ['buildings', z >= 14 ? houses(z) : []],
        ['roads', streets(z, x, y)],
        ['places', z >= 12 ? [sign(`示例街道${x % 100}-${y % 100}`)] : []],
      ]),
    ),
  )

const area = (kind: string, x: number, y: number, wide: number, high: number): TileFeature => ({
  type: 'polygon',
  parts: [
    [
      [x, y],
      [x + wide, y],
      [x + wide, y + high],
      [x, y + high],
    ],
  ],
  properties: { kind },
})

const sign = (name: string): TileFeature => ({
  type: 'point',
  parts: [[[2048, 2048]]],
  properties: { kind: 'neighbourhood', name, 'name:zh-Hans': name, min_zoom: 10 },
})

/** Thirty-two a side at zoom 14, sixteen at 15. */
function houses(z: number): TileFeature[] {
  const side = z === 14 ? 32 : 16
  const apart = extent / side
  return Array.from({ length: side * side }, (_, n) =>
    area(
      'building',
      Math.round((n % side) * apart + apart * 0.15),
      Math.round(Math.floor(n / side) * apart + apart * 0.15),
      Math.round(apart * 0.6),
      Math.round(apart * 0.45),
    ),
  )
}

/** Both ways; every fourth is a main road. */
function streets(z: number, x: number, y: number): TileFeature[] {
  const count = z >= 14 ? 12 : z >= 12 ? 8 : 4
  return Array.from({ length: count }, (_, n) => {
    const at = Math.round(((n + 0.5) * extent) / count)
    const isMain = n % 4 === 0
    const line = (points: TilePoint[], name: string): TileFeature => ({
      type: 'line',
      parts: [points],
      properties: {
        kind: isMain ? 'major_road' : 'minor_road',
        kind_detail: isMain ? 'secondary' : 'residential',
        name,
        'name:zh-Hans': name,
        min_zoom: isMain ? 8 : 12,
      },
    })
    return [
      line(
        [
          [0, at],
          [2000, at + 20],
          [extent, at],
        ],
        `示例${(y * count + n) % 997}路`,
      ),
      line(
        [
          [at, 0],
          [at - 20, 2100],
          [at, extent],
        ],
        `示例${(x * count + n) % 991}街`,
      ),
    ]
  }).flat()
}
