// Which column of a table says what: guessed from its heading, corrected by a person. Headings are
// those that property offices and street offices use.

export const planColumns = [
  'code',
  'name',
  'type',
  'grid',
  'parent',
  'building',
  'stairwell',
  'floor',
  'dwelling',
  'lat',
  'lon',
  'isPatrolPoint',
  'pinyin',
  'externalId',
] as const
export type PlanColumn = (typeof planColumns)[number]

/** Column → the heading it stands under in the file. */
export type ColumnChoice = Partial<Record<PlanColumn, string>>

/** Longest first within a column: `单元号` before `单元`. Compared without case and blanks. */
const headings: Record<PlanColumn, readonly string[]> = {
  code: ['位置编码', '地点编码', '编码', '编号', '代码', 'code', 'ref', 'locationcode'],
  name: ['地点名称', '场所名称', '小区名称', '名称', '名字', 'name', 'title', 'label'],
  type: ['地点类型', '类型', '类别', '种类', 'type', 'kind', 'category', 'folder'],
  grid: ['所属网格', '网格名称', '网格号', '微网格', '网格', 'grid', 'gridname', 'block'],
  parent: ['上级网格', '所属楼栋', '上级', 'parent'],
  building: ['楼栋号', '楼幢', '楼栋', '楼号', '幢号', '栋号', '幢', '栋', 'building', 'bldg'],
  stairwell: ['单元号', '单元', '梯号', 'stairwell', 'unit', 'entrance', 'staircase'],
  floor: ['楼层', '层', 'floor', 'storey'],
  dwelling: ['房间号', '房号', '户号', '门牌号', '室号', '室', 'dwelling', 'room', 'flat', 'door'],
  lat: ['纬度(wgs84)', '纬度', '北纬', 'y坐标', 'lat', 'latitude', 'y', 'northing'],
  lon: ['经度(wgs84)', '经度', '东经', 'x坐标', 'lon', 'lng', 'long', 'longitude', 'x', 'easting'],
  isPatrolPoint: ['巡查点位', '巡查点', '是否巡查', '点位', 'patrolpoint', 'patrol'],
  pinyin: ['拼音', 'pinyin'],
  externalId: ['序列号', 'objectid', 'fid', 'id', 'uuid', '@id'],
}

const folded = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')

/** Each heading is taken once, equal ones before those that only begin alike. */
export function guessColumns(columns: readonly string[]): ColumnChoice {
  const choice: ColumnChoice = {}
  const left = new Map(columns.map((column) => [folded(column), column]))
  const take = (
    fits: (said: string, known: string) => boolean,
    columns: readonly PlanColumn[] = planColumns,
  ): void => {
    for (const column of columns) {
      if (choice[column] !== undefined) continue
      const known = headings[column]
      const said = known.flatMap((each) => [...left.keys()].filter((key) => fits(key, each)))[0]
      if (said === undefined) continue
      choice[column] = left.get(said)!
      left.delete(said)
    }
  }
  take((said, known) => said === known)
  // `经度（度）`, `楼栋名`; single letters and words of two are too short to tell.
  const holds = (said: string, known: string): boolean =>
    known.length >= 2 && /\p{Script=Han}/u.test(known) && said.includes(known)
  // `网格编码` says which grid, unless another column does.
  take(holds, ['grid'])
  take(holds)
  return choice
}
