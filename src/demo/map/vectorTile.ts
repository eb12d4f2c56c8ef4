// Writes one vector tile (Mapbox Vector Tile 2.1): layers of features in whole steps of a tile's
// 4096, each told as the way of a pen. Protocol buffers by hand: there are five fields to write.

export type TileValue = string | number | boolean
/** Steps of a tile from its upper left corner, x to the right, y down. */
export type TilePoint = readonly [x: number, y: number]

export interface TileFeature {
  type: 'point' | 'line' | 'polygon'
  /** Points one by one; lines; or rings, the outer one first. */
  parts: readonly (readonly TilePoint[])[]
  properties: Readonly<Record<string, TileValue>>
}

export const tileExtent = 4096
const typeNumber = { point: 1, line: 2, polygon: 3 } as const
const [moveTo, lineTo, closePath] = [1, 2, 7]

export function vectorTile(layers: ReadonlyMap<string, readonly TileFeature[]>): Uint8Array {
  return Uint8Array.from(
    [...layers].flatMap(([name, features]) =>
      features.length > 0 ? field(3, layerBytes(name, features)) : [],
    ),
  )
}

function layerBytes(name: string, features: readonly TileFeature[]): number[] {
  const keys = new Map<string, number>()
  const values = new Map<TileValue, number>()
  const numbered = <T>(all: Map<T, number>, one: T): number => {
    const known = all.get(one)
    if (known === undefined) all.set(one, all.size)
    return known ?? all.size - 1
  }
  const drawn = features.map(({ type, parts, properties }) => {
    const tags = Object.entries(properties).flatMap(([key, value]) => [
      numbered(keys, key),
      numbered(values, value),
    ])
    return [
      ...field(2, tags.flatMap(varint)),
      ...number(3, typeNumber[type]),
      ...field(4, wayOfThePen(type, parts).flatMap(varint)),
    ]
  })
  return [
    ...number(15, 2),
    ...field(1, text(name)),
    ...drawn.flatMap((feature) => field(2, feature)),
    ...[...keys.keys()].flatMap((key) => field(3, text(key))),
    ...[...values.keys()].flatMap((value) => field(4, valueBytes(value))),
    ...number(5, tileExtent),
  ]
}

function wayOfThePen(type: TileFeature['type'], parts: TileFeature['parts']): number[] {
  let [penX, penY] = [0, 0]
  const step = ([x, y]: TilePoint): number[] => {
    const moved = [zigzag(x - penX), zigzag(y - penY)]
    ;[penX, penY] = [x, y]
    return moved
  }
  if (type === 'point') {
    const points = parts.flat()
    return [command(moveTo, points.length), ...points.flatMap(step)]
  }
  return parts.flatMap(([first, ...rest]) =>
    first
      ? [
          command(moveTo, 1),
          ...step(first),
          command(lineTo, rest.length),
          ...rest.flatMap(step),
          ...(type === 'polygon' ? [command(closePath, 1)] : []),
        ]
      : [],
  )
}

function valueBytes(value: TileValue): number[] {
  if (typeof value === 'string') return field(1, text(value))
  if (typeof value === 'boolean') return number(7, value ? 1 : 0)
  return number(6, zigzag(Math.round(value)))
}

const command = (id: number, count: number): number => count * 8 + id
const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2)
const text = (value: string): number[] => [...new TextEncoder().encode(value)]
const number = (id: number, value: number): number[] => [...varint(id * 8), ...varint(value)]
const field = (id: number, bytes: readonly number[]): number[] => [
  ...varint(id * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
]

/** Seven bits a byte, lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80)
  return [...bytes, left]
}
