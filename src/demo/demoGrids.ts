// The ground of the invented community: a plan in metres, laid on open sea where nobody lives, and
// its grid tree. East is x, north is y, both from the middle of the estate; four grids of 180 by
// 150 metres tile it.
import type { Grid } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'

/** East China Sea, WGS-84: no house, no road, no border is shown there by any map. */
const middle = { lat: 28, lon: 124 }
const metresPerDegree = 111_195 // of latitude on a sphere of 6 371.0088 km
export const gridWidth = 180
export const gridHeight = 150

const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7

export const latLonAt = (x: number, y: number): { lat: number; lon: number } => ({
  lat: rounded(middle.lat + y / metresPerDegree),
  lon: rounded(middle.lon + x / (metresPerDegree * Math.cos((middle.lat * Math.PI) / 180))),
})

export const lonLatAt = (x: number, y: number): [number, number] => {
  const { lat, lon } = latLonAt(x, y)
  return [lon, lat]
}

export const rectangle = (
  left: number,
  low: number,
  right: number,
  high: number,
): [number, number][] => [
  lonLatAt(left, low),
  lonLatAt(right, low),
  lonLatAt(right, high),
  lonLatAt(left, high),
]

export const communityId = 'g-wutong' as GridId

/** South-west corner of each grid. */
export const gridCorners = [
  { id: 'g-1' as GridId, name: '第一网格', x: -gridWidth, y: 0 },
  { id: 'g-2' as GridId, name: '第二网格', x: 0, y: 0 },
  { id: 'g-3' as GridId, name: '第三网格', x: -gridWidth, y: -gridHeight },
  { id: 'g-4' as GridId, name: '第四网格', x: 0, y: -gridHeight },
] as const

const halves = (grid: (typeof gridCorners)[number]): Grid[] =>
  ['西', '东'].map((side, i) => ({
    id: `${grid.id}-${i + 1}` as GridId,
    name: `${grid.name}${side}片微网格`,
    level: 'microGrid',
    parentId: grid.id,
    border: rectangle(
      grid.x + (i * gridWidth) / 2,
      grid.y,
      grid.x + ((i + 1) * gridWidth) / 2,
      grid.y + gridHeight,
    ),
  }))

export const demoGrids = (): Grid[] => [
  {
    id: communityId,
    name: '梧桐苑社区（示例）',
    level: 'community',
    parentId: null,
    border: rectangle(-gridWidth, -gridHeight, gridWidth, gridHeight),
  },
  ...gridCorners.map((grid): Grid => ({
    id: grid.id,
    name: grid.name,
    level: 'grid',
    parentId: communityId,
    border: rectangle(grid.x, grid.y, grid.x + gridWidth, grid.y + gridHeight),
  })),
  ...halves(gridCorners[2]),
  ...halves(gridCorners[0]),
]
