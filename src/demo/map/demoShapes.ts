// What the invented base map shows, in metres from the middle of the estate (demoGrids.ts): plain
// data in Protomaps' fourth schema. Inside the estate there is nothing but its roads: its houses
// stand on the plan.
import { gridHeight, gridWidth } from '../demoGrids.ts'
import type { TileFeature, TileValue } from './vectorTile.ts'

export type Metres = [x: number, y: number]

export interface Shape {
  layer: string
  type: TileFeature['type']
  /** A point; a line; a ring, clockwise as seen on the map. */
  metres: Metres[]
  properties: Record<string, TileValue>
  fromZoom: number
}

/** From the middle to each edge. */
export const shownMetres = 1500

const named = (name: string): Record<string, TileValue> => ({ name, 'name:zh-Hans': name })

const area = (
  layer: string,
  kind: string,
  metres: Metres[],
  fromZoom: number,
  name?: string,
): Shape => ({
  layer,
  type: 'polygon',
  metres,
  properties: { kind, ...(name ? named(name) : {}) },
  fromZoom,
})
const block = (left: number, low: number, right: number, high: number): Metres[] => [
  [left, high],
  [right, high],
  [right, low],
  [left, low],
]
const road = (name: string, kind: string, metres: Metres[], fromZoom: number): Shape => ({
  layer: 'roads',
  type: 'line',
  metres,
  properties: {
    kind,
    kind_detail: kind === 'major_road' ? 'secondary' : kind === 'path' ? 'footway' : 'residential',
    min_zoom: fromZoom,
    ...(name ? named(name) : {}),
  },
  fromZoom,
})
const sign = (layer: string, kind: string, at: Metres, fromZoom: number, name: string): Shape => ({
  layer,
  type: 'point',
  metres: [at],
  properties: { kind, kind_detail: kind, min_zoom: fromZoom, ...named(name) },
  fromZoom,
})

const end = shownMetres
/** Half of the estate, and of the street around it. */
const [wide, high] = [gridWidth + 14, gridHeight + 14]

/** From bank to bank, west to east. */
const river: Metres[] = [
  [-end, -520],
  [-700, -460],
  [0, -540],
  [600, -480],
  [end, -600],
  [end, -690],
  [600, -570],
  [0, -630],
  [-700, -550],
  [-end, -610],
]

const streets: Shape[] = [
  road('梧桐大道', 'major_road', line(-end, 420, end, 420), 10),
  road('示例江路', 'major_road', line(-end, -400, end, -400), 10),
  road('长堤路', 'major_road', line(-560, -end, -560, end), 10),
  road('学府路', 'major_road', line(520, -end, 520, end), 10),
  road('梧桐北街', 'minor_road', line(-560, high, 520, high), 12),
  road('梧桐南街', 'minor_road', line(-560, -high, 520, -high), 12),
  road('梧桐西街', 'minor_road', line(-wide, -400, -wide, 420), 12),
  road('梧桐东街', 'minor_road', line(wide, -400, wide, 420), 12),
  road('幸福里', 'minor_road', line(-560, 760, 520, 760), 12),
  road('平安巷', 'minor_road', line(0, 420, 0, 1200), 12),
  road('滨河步道', 'path', line(-end, -440, end, -440), 14),
  road('', 'path', line(-gridWidth, 0, gridWidth, 0), 14),
  road('', 'path', line(0, -gridHeight, 0, gridHeight), 14),
]

function line(fromX: number, fromY: number, toX: number, toY: number): Metres[] {
  return [
    [fromX, fromY],
    [toX, toY],
  ]
}

/** Rows of houses, twelve metres deep, between the streets around the estate. */
const houses = (
  [
    [-530, 200, -240, 400],
    [240, 200, 500, 400],
    [-530, 450, -30, 740],
    [30, 450, 500, 740],
    [-530, -380, -240, -180],
    [560, -380, 1100, 400],
  ] as const
).flatMap(([left, low, right, high]) => {
  const found: Shape[] = []
  for (let x = left; x + 44 <= right; x += 60)
    for (let y = low; y + 12 <= high; y += 34)
      found.push(area('buildings', 'building', block(x, y, x + 44, y + 12), 14))
  return found
})

const shapes: Shape[] = [
  area('earth', 'earth', block(-end, -end, end, end), 0),
  area('landuse', 'residential', block(-560, -400, 520, 420), 11),
  area('landuse', 'park', block(240, -380, 500, -190), 11, '梧桐公园'),
  area('landuse', 'park', block(-end, -440, end, -400), 13),
  area('landuse', 'forest', block(-end, 900, -620, end), 11, '示例山'),
  area('landuse', 'school', block(-530, -60, -240, 140), 12, '示例小学'),
  area('water', 'river', river, 0, '示例江'),
  area('water', 'lake', block(320, -330, 430, -250), 13, '梧桐湖'),
  ...houses,
  ...streets,
  sign('places', 'neighbourhood', [0, 0], 12, '梧桐苑（示例）'),
  sign('places', 'locality', [-200, 640], 10, '示例街道'),
  sign('pois', 'park', [370, -215], 14, '梧桐公园'),
  sign('pois', 'school', [-385, 40], 14, '示例小学'),
  sign('pois', 'hospital', [640, 320], 15, '示例医院'),
  sign('water', 'river', [-900, -525], 12, '示例江'),
]

export const demoShapes = (): readonly Shape[] => shapes
