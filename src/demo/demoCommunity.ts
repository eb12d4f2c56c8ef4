// The invented community 梧桐苑（示例）, Wutong Court (demo): its places on the plan of demoGrids.ts.
// Plain data, nothing random.
import type { GridId, PlaceId } from '#domain/ids.ts'
import type { Place, PlaceType } from '#domain/place.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import { gridCorners, gridHeight, gridWidth, latLonAt, lonLatAt, rectangle } from './demoGrids.ts'

/** In metres within a grid: two columns of slabs, three rows between roads. */
const columns = [47, 133] as const
const rows = [125, 75, 25] as const
const roads = [50, 100] as const
const slab = { width: 66, depth: 14 } as const

/**
 * Building numbers by row, west to east; null where there is a garden, 0 where there are shops or a
 * square.
 */
const slabs: Record<string, readonly (readonly [number | null, number | null])[]> = {
  'g-1': [
    [1, 2],
    [7, 8],
    [null, null],
  ],
  'g-2': [
    [11, 12],
    [13, null],
    [0, null],
  ],
  'g-3': [
    [3, 4],
    [5, 6],
    [9, 10],
  ],
  'g-4': [
    [14, 0],
    [15, 16],
    [0, 0],
  ],
}
const stairwellsOf = (building: number): number => (building % 4 === 0 ? 4 : 3)

/** Codes of dwellings that are visited, and how often; nothing says why. */
const dwellings: readonly (readonly [code: string, everyDays: number])[] = [
  ['3-2-201', 7],
  ['3-1-502', 7],
  ['5-1-102', 30],
  ['3-3-301', 90],
  ['4-2-101', 30],
  ['4-4-602', 365],
  ['5-3-402', 90],
  ['6-1-201', 30],
  ['6-2-503', 365],
  ['9-1-101', 7],
  ['9-3-302', 90],
  ['10-2-401', 30],
  ['1-1-101', 7],
  ['1-3-302', 30],
  ['2-2-201', 90],
  ['7-1-402', 30],
  ['8-2-102', 7],
  ['8-4-501', 365],
  ['11-2-301', 30],
  ['12-1-202', 90],
  ['13-3-101', 7],
  ['14-1-302', 30],
  ['15-2-401', 90],
  ['16-4-102', 30],
]

const patrolStairwells = new Set([
  '3-2',
  '4-1',
  '5-1',
  '6-2',
  '9-3',
  '10-1',
  '1-1',
  '1-3',
  '2-1',
  '2-2',
  '7-1',
  '7-2',
  '8-1',
  '8-3',
  '11-1',
  '13-2',
  '14-2',
  '16-1',
])

type Spot = readonly [
  type: PlaceType,
  code: string,
  name: string,
  gridId: string,
  x: number,
  y: number,
]

/** Where on the plan, in metres from the south-west corner of the grid. */
const spots: readonly Spot[] = [
  ['point', 'M-1', '北门', 'g-1', 90, 147],
  ['point', 'Y-1', '中心花园健身点', 'g-1', 128, 24],
  ['point', 'C-1', '北侧充电棚', 'g-1', 8, 75],
  ['point', 'L-1', '1号投放点', 'g-1', 84, 56],
  ['point', 'M-2', '东门', 'g-2', 176, 50],
  ['point', 'Y-2', '儿童乐园', 'g-2', 138, 78],
  ['point', 'L-2', '2号投放点', 'g-2', 98, 106],
  ['point', 'M-3', '南门', 'g-3', 90, 3],
  ['point', 'C-2', '车棚充电站', 'g-3', 8, 26],
  ['point', 'L-3', '3号投放点', 'g-3', 98, 56],
  ['point', 'X-1', '消防水鹤', 'g-3', 84, 94],
  ['point', 'M-4', '东南门', 'g-4', 176, 52],
  ['point', 'L-4', '4号投放点', 'g-4', 84, 44],
  ['point', 'F-1', '社区服务站', 'g-4', 133, 122],
  ['shop', 'S-01', '示例便利店', 'g-4', 30, 22],
  ['shop', 'S-02', '示例早餐铺', 'g-4', 54, 22],
  ['shop', 'S-03', '示例理发店', 'g-4', 78, 22],
  ['shop', 'S-04', '示例快递点', 'g-4', 112, 22],
  ['shop', 'S-05', '示例五金店', 'g-2', 30, 24],
  ['shop', 'S-06', '示例水果店', 'g-2', 54, 24],
]

/** Lamp-posts along the roads, numbered through the estate. */
const lamps: Record<string, readonly (readonly [number, number, number])[]> = {
  'g-1': [
    [101, 24, 103],
    [102, 66, 103],
    [103, 87, 118],
    [104, 118, 103],
    [105, 30, 53],
    [106, 150, 53],
  ],
  'g-2': [
    [107, 24, 103],
    [108, 87, 112],
    [109, 130, 103],
    [110, 40, 53],
    [111, 120, 53],
  ],
  'g-3': [
    [112, 87, 128],
    [113, 150, 53],
    [114, 93, 97],
    [115, 87, 70],
    [116, 20, 103],
    [117, 56, 141],
    [118, 30, 53],
    [119, 93, 18],
  ],
  'g-4': [
    [120, 168, 97],
    [121, 30, 97],
    [122, 93, 72],
    [123, 40, 53],
    [124, 130, 53],
  ],
}

const corner = (gridId: string) => gridCorners.find((grid) => grid.id === gridId)!

function placeAt(
  type: PlaceType,
  code: string,
  name: string,
  gridId: string,
  x: number,
  y: number,
  more: Partial<Place> = {},
): Place {
  const from = corner(gridId)
  return {
    id: `p-${code}` as PlaceId,
    type,
    code,
    name,
    gridId: gridId as GridId,
    parentId: null,
    ...latLonAt(from.x + x, from.y + y),
    ...more,
  }
}

const outlineIn = (
  gridId: string,
  left: number,
  low: number,
  right: number,
  high: number,
): [number, number][] => {
  const { x, y } = corner(gridId)
  return rectangle(x + left, y + low, x + right, y + high)
}

function buildingWithDoors(gridId: string, building: number, x: number, y: number): Place[] {
  const id = `p-b${building}` as PlaceId
  const left = x - slab.width / 2
  const places = [
    placeAt('building', String(building), `${building}号楼`, gridId, x, y, {
      id,
      outline: outlineIn(gridId, left, y - slab.depth / 2, left + slab.width, y + slab.depth / 2),
    }),
  ]
  const doors = stairwellsOf(building)
  for (let door = 1; door <= doors; door++) {
    const code = `${building}-${door}`
    const doorX = left + ((door - 0.5) / doors) * slab.width
    const isPatrolPoint = patrolStairwells.has(code)
    places.push(
      placeAt(
        'stairwell',
        code,
        `${building}号楼${door}单元`,
        gridId,
        doorX,
        y + slab.depth / 2 + 1,
        { parentId: id, ...(isPatrolPoint ? { isPatrolPoint } : {}) },
      ),
    )
    for (const [dwelling] of dwellings.filter(([each]) => each.startsWith(`${code}-`))) {
      const room = dwelling.slice(code.length + 1)
      const offset = room.endsWith('1') ? -4 : room.endsWith('2') ? 4 : 0
      places.push(
        placeAt(
          'dwelling',
          dwelling,
          `${building}号楼${door}单元${room}`,
          gridId,
          doorX + offset,
          y,
          { parentId: `p-${code}` as PlaceId },
        ),
      )
    }
  }
  return places
}

/** Roads as lines, through whole grids so that they meet at the borders. */
function pathsOf(gridId: string, first: number): Place[] {
  const { x, y } = corner(gridId)
  const path = (n: number, name: string, points: readonly (readonly [number, number])[]): Place =>
    placeAt('path', '', name, gridId, ...points[0]!, {
      id: `p-path-${first + n}` as PlaceId,
      outline: points.map(([px, py]) => lonLatAt(x + px, y + py)),
    })
  return [
    path(0, '中路', [
      [90, 0],
      [90, gridHeight],
    ]),
    ...roads.map((road, i) =>
      path(i + 1, i ? '北支路' : '南支路', [
        [0, road],
        [gridWidth, road],
      ]),
    ),
  ]
}

/** Green beside each slab, and the gardens where no slab stands. */
function greensOf(gridId: string, first: number): Place[] {
  const green = (
    n: number,
    name: string,
    left: number,
    low: number,
    right: number,
    high: number,
  ): Place =>
    placeAt('area', '', name, gridId, (left + right) / 2, (low + high) / 2, {
      id: `p-green-${first + n}` as PlaceId,
      outline: outlineIn(gridId, left, low, right, high),
    })
  return rows.flatMap((y, row) =>
    columns.flatMap((x, column) => {
      const building = slabs[gridId]![row]![column]
      const n = row * 2 + column
      if (building === 0) return []
      return building === null
        ? green(n, '花园', x - 35, y - 16, x + 35, y + 16)
        : green(n, '宅前绿地', x - 35, y - 19, x + 35, y - 10)
    }),
  )
}

export function demoPlaces(): Place[] {
  return gridCorners.flatMap(({ id }, i) => [
    ...pathsOf(id, i * 3 + 1),
    ...greensOf(id, i * 6 + 1),
    ...rows.flatMap((y, row) =>
      columns.flatMap((x, column) => {
        const building = slabs[id]![row]![column]
        return building ? buildingWithDoors(id, building, x, y) : []
      }),
    ),
    ...spots
      .filter((spot) => spot[3] === id)
      .map((spot) => placeAt(...spot, spot[0] === 'point' ? { isPatrolPoint: true } : {})),
    ...lamps[id]!.map(([number, x, y]) =>
      placeAt('lampPost', `W-${number}`, `灯杆 W-${number}`, id, x, y, { isPatrolPoint: true }),
    ),
  ])
}

export const demoRhythms = (places: readonly Place[]): VisitRhythm[] =>
  dwellings.flatMap(([code, everyDays]) => {
    const place = places.find((each) => each.code === code)
    return place ? [{ placeId: place.id, gridId: place.gridId, everyDays }] : []
  })
