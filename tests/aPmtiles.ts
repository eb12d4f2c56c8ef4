// Archives of tiles for the tests: sound ones of either schema, and such as nobody can use.
import { gzipSync } from 'node:zlib'
import type { Bounds } from '#domain/basemap.ts'
import { compressions, tileTypes } from '#domain/tileArchive.mjs'
import { archiveOf, type ArchivedTile } from '#demo/map/archive.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { type TileFeature, vectorTile } from '#demo/map/vectorTile.ts'

export interface PmtilesOptions {
  /** From, to; both are there. */
  zooms?: [number, number]
  /** West, south, east, north. */
  box?: Bounds
  schema?: 'protomaps4' | 'protomapsOld' | 'other'
  /** What lies in a tile, not yet packed; null for none. Left out: two streets and a house. */
  tiles?: (z: number, x: number, y: number) => Uint8Array | null
  attribution?: string
  metadata?: Record<string, unknown>
  tileType?: keyof typeof tileTypes
  tileCompression?: keyof typeof compressions
  /** Entries of one leaf directory; left out, everything stands in the root. */
  leafEntries?: number
  /** Of the two before there is no more than the first bytes. */
  version?: 1 | 2 | 3
  /** So many bytes from the start, and no more. */
  cutTo?: number
  /** The tiles are said to begin so many bytes further on. */
  shiftedBy?: number
}

/** Around the places of the cast (aCast.ts). */
export const boxOfTheTests: Bounds = [123.99, 27.99, 124.02, 28.02]

export function aPmtiles({
  zooms = [0, 14],
  box = boxOfTheTests,
  schema = 'protomaps4',
  tiles = (z, x, y) => aTile(z, x, y, schema),
  attribution = '© invented',
  metadata = {},
  tileType = 'mvt',
  tileCompression = tileType === 'mvt' ? 'gzip' : 'none',
  leafEntries,
  version = 3,
  cutTo,
  shiftedBy = 0,
}: PmtilesOptions = {}): Uint8Array<ArrayBuffer> {
  const found: ArchivedTile[] = []
  for (let z = zooms[0]; z <= zooms[1]; z++)
    for (const [x, y] of tilesOver(box, z)) {
      const bytes = tiles(z, x, y)
      if (bytes)
        found.push({ z, x, y, bytes: tileCompression === 'gzip' ? gzipSync(bytes) : bytes })
    }
  const archive = new Uint8Array(
    archiveOf(found, {
      bounds: box,
      metadata: { attribution, ...metadata },
      tileType: tileTypes[tileType],
      tileCompression: compressions[tileCompression],
      ...(leafEntries === undefined ? {} : { leafEntries }),
    }),
  )
  const head = new DataView(archive.buffer)
  if (shiftedBy) head.setBigUint64(56, head.getBigUint64(56, true) + BigInt(shiftedBy), true)
  // Theirs was a magic of two bytes, then the number.
  if (version !== 3) archive.set([0x50, 0x4d, version, 0])
  return archive.slice(0, cutTo)
}

const street = (name: string, kind: string, along: [number, number][]): TileFeature => ({
  type: 'line',
  parts: [along],
  properties: { [kind]: 'minor_road', name, 'name:zh-Hans': name },
})

/** Two streets and a house, named by where they are, so that no two tiles are alike. */
export function aTile(
  z: number,
  x: number,
  y: number,
  schema: PmtilesOptions['schema'] = 'protomaps4',
): Uint8Array {
  const kind = schema === 'protomapsOld' ? 'pmap:kind' : 'kind'
  const features: [string, TileFeature[]][] = [
    [
      'roads',
      [
        street(`示例路${z}-${x}`, kind, [
          [0, 1000],
          [4096, 1200],
        ]),
        street(`示例街${z}-${y}`, kind, [
          [2000, 0],
          [2100, 4096],
        ]),
      ],
    ],
    [
      'buildings',
      [
        {
          type: 'polygon',
          parts: [
            [
              [500, 500],
              [900, 500],
              [900, 800],
              [500, 800],
            ],
          ],
          properties: { [kind]: 'building' },
        },
      ],
    ],
  ]
  return vectorTile(new Map(schema === 'other' ? [['verkehr', features[0]![1]]] : features))
}
