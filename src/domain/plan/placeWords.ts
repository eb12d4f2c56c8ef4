// How files call the types of places and the levels of grids, in both languages.
import type { Grid } from '../grid.ts'
import type { PlaceType } from '../place.ts'

const typeWords: Record<PlaceType, readonly string[]> = {
  building: ['楼栋', '楼幢', '楼', '栋', '幢', '建筑', '建筑物', 'building', 'house', 'yes'],
  stairwell: ['单元', '单元门', '楼道', '梯', 'stairwell', 'staircase', 'entrance', 'unit'],
  dwelling: ['住户', '房屋', '户', '室', '住宅', 'dwelling', 'flat', 'apartment', 'room'],
  shop: ['商铺', '店铺', '门店', '商户', '沿街商铺', 'shop', 'store'],
  lampPost: ['灯杆', '路灯', '路灯杆', 'lamppost', 'lamp', 'streetlamp'],
  point: ['点位', '点', '巡查点', '设施', '消防设施', 'point', 'poi', 'facility'],
  area: ['区域', '绿地', '广场', '停车场', 'area', 'green', 'parking'],
  path: ['道路', '小路', '路', '消防通道', 'path', 'road', 'lane'],
}
const levelWords: Record<Grid['level'], readonly string[]> = {
  community: ['社区', '村', 'community', 'village'],
  grid: ['网格', 'grid'],
  microGrid: ['微网格', '微格', 'microgrid'],
  streetBlock: ['街区', '片区', 'streetblock', 'block'],
}

const folded = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')

const finder = <T extends string>(words: Record<T, readonly string[]>) => {
  const found = new Map(
    (Object.entries(words) as [T, readonly string[]][]).flatMap(([key, each]) =>
      [key, ...each].map((word) => [folded(word), key] as const),
    ),
  )
  return (word: string): T | undefined => found.get(folded(word))
}

export const placeTypeOf = finder(typeWords)
export const gridLevelOf = finder(levelWords)

const notSo = new Set(['', '0', 'false', 'no', 'n', '否', '不', '无', '×', '✗'])
/** Whether a cell says yes: whatever is written there, if it is not a word for no. */
export const saysYes = (cell: string): boolean => !notSo.has(folded(cell))
