import { describe, expect, it } from 'vitest'
import type { PlanFile, PlanGeometry } from '#geo/planFiles/planFile.ts'
import { draftsOf, fileOf } from './planWorld.ts'

const withGeometry = (file: PlanFile, ...geometries: PlanGeometry[]): PlanFile => ({
  ...file,
  rows: file.rows.map((row, index) => ({ ...row, geometry: geometries[index] ?? null })),
})

describe('building, stairwell and dwelling in three columns', () => {
  const columns = ['楼栋', '单元', '房号', '经度', '纬度', '是否巡查点']

  it('are three places, each the parent of the next, made once', () => {
    const { places, problems } = draftsOf(
      fileOf(columns, ['3号楼', '2单元', '201室', '114.31', '30.59'], ['3', '2', '202', '', '']),
    )
    expect(problems).toEqual([])
    expect(places).toMatchObject([
      { type: 'building', code: '3', name: '3号楼', parent: '', at: [114.31, 30.59], line: 2 },
      { type: 'stairwell', code: '3-2', name: '3号楼2单元', parent: '3', line: 2 },
      { type: 'dwelling', code: '3-2-201', name: '3号楼2单元201', parent: '3-2', line: 2 },
      { type: 'dwelling', code: '3-2-202', parent: '3-2', at: null, line: 3 },
    ])
    expect(places).toHaveLength(4)
  })

  it('may leave the stairwell out', () => {
    const { places } = draftsOf(fileOf(columns, ['3', '', '201']))
    expect(places).toMatchObject([{ code: '3' }, { code: '3-201', parent: '3', type: 'dwelling' }])
  })

  it('and a row of the building itself says where it is, whichever row comes first', () => {
    const { places } = draftsOf(
      fileOf(columns, ['3', '1', '101', '114.1', '30.1'], ['3', '', '', '114.2', '30.2', '是']),
    )
    expect(places[0]).toMatchObject({ code: '3', at: [114.2, 30.2], line: 3, isPatrolPoint: true })
    expect(places[1]).toMatchObject({ code: '3-1', at: [114.1, 30.1], line: 2 })
    expect(places[1]!.isPatrolPoint).toBeUndefined()
  })
})

describe('two rows of one door', () => {
  const columns = ['楼栋', '房号', '网格', '经度', '纬度']
  const told = (...rows: string[][]) => {
    const { places, problems } = draftsOf(fileOf(columns, ...rows))
    return [places.map(({ code }) => code), problems]
  }

  it('are one place, as in a roster with a row for each person', () => {
    expect(told(['3', '201', '东区'], ['3', '201', '东 区', '114.31', '30.59'])).toEqual([
      ['3', '3-201'],
      [],
    ])
  })

  it.each([
    ['in two grids', ['3', '201', '东区'], ['3', '201', '西区']],
    ['far from each other', ['3', '201', '', '114', '30'], ['3', '201', '', '114', '30.001']],
  ])('%s are an error, not one of them over the other', (_, one, other) => {
    const detail = { code: '3-201', line: 3, other: 2 }
    expect(told(one, other)[1]).toEqual([{ code: 'codeTwice', line: 3, detail }])
  })
})

describe('a cell', () => {
  it('is one line of whole letters, whatever stands in the file', () => {
    const file = fileOf(['编码', '名称', 'fid'], ['1', '3号楼\n(东)\u0000\ud83d', 'x'.repeat(121)])
    expect(draftsOf(file).places[0]).toMatchObject({ code: '1', name: '3号楼 (东)' })
    expect(draftsOf(file).places[0]).not.toHaveProperty('externalId')
  })

  it('of a column that is called as every object is says nothing where it is not there', () => {
    const file = fileOf(['编码'], ['1'])
    const columns = { code: '编码', name: 'constructor', pinyin: '__proto__' }
    expect(draftsOf(file, {}, columns).places[0]).toMatchObject({ code: '1', name: '' })
  })
})

describe('a row', () => {
  it.each([
    ['楼栋', 'building'],
    ['单元门', 'stairwell'],
    ['住户', 'dwelling'],
    ['沿街商铺', 'shop'],
    ['路灯', 'lampPost'],
    ['Lamp-Post', 'lampPost'],
    ['消防设施', 'point'],
    ['绿地', 'area'],
    ['消防通道', 'path'],
  ])('of type %s is a %s', (word, type) => {
    expect(draftsOf(fileOf(['类型', '编码'], [word, 'A-1'])).places).toMatchObject([{ type }])
  })

  it('of a type that nobody knows is a problem and no place', () => {
    expect(draftsOf(fileOf(['类型', '编码'], ['城堡', 'A-1']))).toEqual({
      grids: [],
      places: [],
      problems: [{ code: 'unknownType', line: 2, detail: { type: '城堡' } }],
    })
  })

  it('without a type is what a person said', () => {
    const file = fileOf(['编码', '名称'], ['A-1', '粮店'])
    expect(draftsOf(file, { usualType: 'shop' }).places).toMatchObject([{ type: 'shop' }])
    expect(draftsOf(file, { usualType: 'grid' }).grids).toMatchObject([
      { code: 'A-1', name: '粮店', level: null },
    ])
  })

  it.each([
    ['abc', '30.59', 'abc'],
    ['114.31', 'NaN', 'NaN'],
    ['114.31', '', ''],
    ['1e3', '30.59', '1e3'],
  ])('whose coordinates are %j and %j is a problem and no place', (lon, lat, value) => {
    const { places, problems } = draftsOf(fileOf(['编码', '经度', '纬度'], ['A-1', lon, lat]))
    expect([places, problems]).toEqual([[], [{ code: 'badNumber', line: 2, detail: { value } }]])
  })

  it('reads degrees as people write them', () => {
    const { places } = draftsOf(fileOf(['编码', '经度', '纬度'], ['A-1', '114°18\'36"E', '30.59N']))
    expect(places[0]!.at).toEqual([114.31, 30.59])
  })

  it('says whether it is on the round, or nothing of it', () => {
    const { places } = draftsOf(
      fileOf(['编码', '巡查点'], ['A-1', '是'], ['A-2', '否'], ['A-3', '']),
    )
    expect(places.map(({ isPatrolPoint }) => isPatrolPoint)).toEqual([true, false, undefined])
  })

  it('with an outline stands in its middle, opened and turned the right way', () => {
    const clockwise: [number, number][] = [
      [114.31, 30.59],
      [114.31, 30.592],
      [114.314, 30.592],
      [114.314, 30.59],
      [114.31, 30.59],
    ]
    const file = withGeometry(fileOf(['code'], ['3']), {
      type: 'polygons',
      polygons: [[clockwise]],
    })
    const [place] = draftsOf(file).places
    expect(place!.at).toEqual([114.312, 30.591])
    expect(place!.outline).toHaveLength(4)
    const [a, b, c] = place!.outline!
    const turn = (b![0] - a![0]) * (c![1] - b![1]) - (b![1] - a![1]) * (c![0] - b![0])
    expect(turn).toBeGreaterThan(0)
  })

  it('with an outline of more corners than any plan has is read like any other', () => {
    const ring = Array.from({ length: 300_000 }, (_, i): [number, number] => [
      114 + Math.cos(i / 50_000),
      30 + Math.sin(i / 50_000),
    ])
    const file = withGeometry(fileOf(['code'], ['3']), { type: 'polygons', polygons: [[ring]] })
    expect(draftsOf(file).places[0]!.outline).toHaveLength(300_000)
  })

  it('of a line is a path that stands on it', () => {
    const line: [number, number][] = [
      [114.31, 30.59],
      [114.32, 30.59],
      [114.33, 30.59],
    ]
    const file = withGeometry(fileOf(['type', 'name'], ['道路', '小路']), { type: 'line', line })
    expect(draftsOf(file).places).toMatchObject([
      { type: 'path', outline: line, at: [114.32, 30.59] },
    ])
  })
})

describe('a row of a grid', () => {
  it('says its level, and which grid it is part of by either column', () => {
    const columns = ['类型', '编码', '名称', '网格', '上级网格']
    const { grids } = draftsOf(
      fileOf(
        columns,
        ['社区', 'S', '幸福社区'],
        ['网格', 'W-1', '第一网格', '', 'S'],
        ['微网格', 'M-1', '第一微网格', '第一网格'],
        ['网格', 'W-2', '第二网格', '第二网格'],
      ),
    )
    expect(grids.map(({ name, level, parent }) => [name, level, parent])).toEqual([
      ['幸福社区', 'community', ''],
      ['第一网格', 'grid', 'S'],
      ['第一微网格', 'microGrid', '第一网格'],
      ['第二网格', 'grid', ''],
    ])
  })

  it('is called by its grid column where it has no name', () => {
    expect(draftsOf(fileOf(['类型', '网格'], ['网格', '东区'])).grids).toMatchObject([
      { name: '东区', parent: '' },
    ])
  })
})
