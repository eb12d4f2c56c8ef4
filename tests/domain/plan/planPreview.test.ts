import { describe, expect, it } from 'vitest'
import type { Ring } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import type { Plan } from '#domain/plan/plan.ts'
import type { PlanPreview } from '#domain/plan/planPreview.ts'
import {
  aGrid,
  aPlace,
  dayMs,
  draftsOf,
  fileOf,
  planAfter,
  planOf,
  previewOf,
  today,
} from './planWorld.ts'

const columns = ['类型', '编码', '名称', '网格', '经度', '纬度', 'fid']
const preview = (plan: Plan, rows: string[][], more: Parameters<typeof previewOf>[2] = {}) =>
  previewOf(plan, draftsOf(fileOf(columns, ...rows)), more)
const statesOf = ({ rows }: PlanPreview) => rows.map(({ state, change }) => [state, change.id])
const codesOf = ({ problems }: PlanPreview) => problems.map(({ code }) => code)
const placesOf = ({ rows }: PlanPreview): Place[] =>
  rows.flatMap(({ change }) => (change.t === 'place' ? [change.set] : []))
/** So many metres north of 30.59. */
const north = (metres: number): string => String(30.59 + metres / 111_195)

it('a row whose outline cannot be read is an error until it is left out', () => {
  const file = fileOf(columns, ['楼栋', '1', '一号楼', 'east', '114.31', '30.59'])
  const drafts = draftsOf({ ...file, notes: [{ code: 'geometryBroken', line: 2 }] })
  expect(previewOf(planOf(), drafts).problems).toContainEqual({ code: 'geometryBroken', line: 2 })
  expect(codesOf(previewOf(planOf(), drafts, { leftOut: new Set([2]) }))).toEqual([])
})

describe('a row of a file is a place that is there', () => {
  const plan = planOf([
    aPlace('a', { code: '1', externalId: 'x-1', name: '甲楼' }),
    aPlace('b', { code: '2', aliases: ['B-2'], name: '乙楼', lat: 30.595 }),
    aPlace('c', { code: '', name: '丙 楼' }),
  ])

  it.each([
    ['by the id of the file before its code', ['楼栋', '2', '甲楼', '', '', '', 'x-1'], 'a'],
    [
      'not by such an id where it is of another type',
      ['商铺', '9', '', '', '', '', 'x-1'],
      'new-1',
    ],
    ['nor where nothing else is as it was', ['楼栋', '9', '新', '', '', '', 'x-1'], 'new-1'],
    ['but by its code then', ['楼栋', '2', '新', '', '', '', 'x-1'], 'b'],
    ['by its code', ['楼栋', '２', '新', '', '', '', 'x-9'], 'b'],
    ['by a code it had', ['楼栋', 'b-2', '新', '', '', '', ''], 'b'],
    ['by type and name within 5 m', ['楼栋', '', '丙楼', '', '114.31', north(4.5), ''], 'c'],
    ['not by name further off', ['楼栋', '', '丙楼', '', '114.31', north(5.5), ''], 'new-1'],
    ['not by the name of another type', ['商铺', '', '丙楼', '', '114.31', '30.59', ''], 'new-1'],
    ['not by name without a position', ['楼栋', '', '丙楼', '', '', '', ''], 'new-1'],
  ])('%s', (_, row, id) => {
    expect(statesOf(preview(plan, [row])).map(([, found]) => found)).toEqual([id])
  })

  it('that is gone, while nobody else gets its code: it is there again', () => {
    const gone = (days: number) =>
      planOf([aPlace('a', { code: '1', name: '甲楼', retiredAt: today - days * dayMs })])
    const row = ['楼栋', '1', '甲楼', 'east', '114.31', '30.59']
    const back = preview(gone(1), [row])
    expect(statesOf(back)).toEqual([['changed', 'a']])
    expect(placesOf(back)[0]).not.toHaveProperty('retiredAt')
    expect(codesOf(back)).toEqual([])
    expect(statesOf(preview(gone(91), [row]))).toEqual([['new', 'new-1']])
  })

  it('of the same name at the same spot, each of them once', () => {
    const at = ['114.31', '30.59', '']
    const hydrants = ['X-1', 'X-2'].map((code) =>
      aPlace(code, { code, name: '消火栓', type: 'point' }),
    )
    const rows = ['X-1', 'X-2', 'X-3'].map((code) => ['点位', code, '消火栓', 'east', ...at])
    const found = preview(planOf(hydrants), rows)
    expect(statesOf(found).map(([, id]) => id)).toEqual(['X-1', 'X-2', 'new-1'])
    expect(codesOf(found)).toEqual([])
    expect(statesOf(preview(planOf(hydrants), [rows[2]!]))).toEqual([['new', 'new-1']])
    const lamps = ['a', 'b'].map((id) => aPlace(id, { code: '', name: '路灯', type: 'lampPost' }))
    const uncoded = [1, 2, 3].map(() => ['灯杆', '', '路灯', 'east', ...at])
    expect(statesOf(preview(planOf(lamps), uncoded)).map(([, id]) => id)).toEqual([
      'a',
      'b',
      'new-1',
    ])
  })

  it('and keeps its type where the file says none', () => {
    const plan = planOf([aPlace('a', { code: '1', type: 'stairwell' })])
    const file = fileOf(['编码', '名称'], ['1', '一单元'], ['2', '二号楼'])
    expect(placesOf(previewOf(plan, draftsOf(file))).map(({ type }) => type)).toEqual([
      'stairwell',
      'building',
    ])
  })

  it('once: a second row of the same is an error', () => {
    const found = preview(plan, [
      ['楼栋', '1', '甲楼', 'east', '114.31', '30.59', ''],
      ['楼栋', '', '别名', 'east', '114.31', '30.59', 'x-1'],
    ])
    expect(found.problems).toMatchObject([{ code: 'matchedTwice', line: 3 }])
  })

  it('and keeps what the file does not say, its old code as an alias', () => {
    const before = aPlace('a', {
      code: '1',
      externalId: 'x-1',
      pinyin: 'jia',
      isPatrolPoint: true,
      floors: [1, 6],
    })
    const [place] = placesOf(preview(planOf([before]), [['楼栋', '11', '', '', '', '', 'x-1']]))
    expect(place).toEqual({ ...before, code: '11', aliases: ['1'], importId: 'import' })
  })
})

describe('what a row says otherwise', () => {
  it('is told field by field, and nothing where it says the same', () => {
    const plan = planOf([aPlace('a', { code: '1', name: '甲', placedBy: 'import' })])
    const same = ['楼栋', '1', '甲', 'east', '114.31', '30.59', '']
    expect(preview(plan, [same]).rows).toMatchObject([{ state: 'same', altered: [] }])
    const [row] = preview(plan, [['楼栋', '1', '乙', 'east', '114.31', '30.6', '']]).rows
    expect([row!.state, row!.altered]).toEqual([
      'changed',
      [
        { field: 'name', from: '甲', to: '乙' },
        { field: 'lat', from: 30.59, to: 30.6 },
      ],
    ])
  })

  it('takes a place off the round, and on it', () => {
    const plan = planOf([
      aPlace('a', { code: '1', isPatrolPoint: true }),
      aPlace('b', { code: '2' }),
      aPlace('c', { code: '3', isPatrolPoint: true }),
    ])
    const file = fileOf(['编码', '巡查点'], ['1', '否'], ['2', '是'], ['3', ''])
    const after = placesOf(previewOf(plan, draftsOf(file)))
    expect(after.map(({ isPatrolPoint }) => isPatrolPoint)).toEqual([false, true, true])
  })

  it('with an outline of its own leaves none of the old holes', () => {
    const square = (size: number): Ring => [
      [114.31, 30.59],
      [114.31 + size, 30.59],
      [114.31 + size, 30.59 + size],
      [114.31, 30.59 + size],
    ]
    const hole: Ring = [
      [114.3105, 30.5905],
      [114.3105, 30.5906],
      [114.3106, 30.5905],
    ]
    const plan = planOf([aPlace('a', { code: '1', outline: square(0.001), holes: [hole] })])
    const file = fileOf(['编码'], ['1'])
    file.rows[0]!.geometry = { type: 'polygons', polygons: [[square(0.0002)]] }
    const found = previewOf(plan, draftsOf(file))
    expect(placesOf(found)[0]!.holes).toBeUndefined()
    expect(codesOf(found)).toEqual([])
    expect(placesOf(preview(plan, [['楼栋', '1', '新名']]))[0]!.holes).toEqual([hole])
  })
})

describe('what the file does not hold', () => {
  const plan = planOf([aPlace('a', { code: '1' }), aPlace('b', { code: '2', type: 'shop' })])

  it('stays, unless the file has all there are of its type', () => {
    const rows = [['楼栋', '3', '丙', 'east', '114.31', '30.59']]
    expect(statesOf(preview(plan, rows)).map(([state]) => state)).toEqual(['new'])
    const found = preview(plan, rows, { goneTypes: ['building'] })
    expect(statesOf(found)).toEqual([
      ['new', 'new-1'],
      ['gone', 'a'],
    ])
    expect(planAfter(plan, found).places.get('a')!.f.retiredAt).toBe(today)
  })

  it('is not gone twice', () => {
    const after = planAfter(plan, preview(plan, [], { goneTypes: ['building', 'shop'] }))
    expect(statesOf(preview(after, [], { goneTypes: ['building', 'shop'] }))).toEqual([])
  })
})

describe('grids', () => {
  const rows = [
    ['楼栋', '1', '甲', '西区'],
    ['楼栋', '2', '乙', '西 区'],
  ]

  it('that nobody has made refuse the rows that name them', () => {
    const found = preview(planOf(), rows)
    expect(found.unknownGrids).toEqual(['西区', '西 区'])
    expect(found.problems.filter(({ code }) => code === 'unknownGrid')).toMatchObject([
      { line: 2 },
      { line: 3 },
    ])
  })

  it('are made once below the community where that is wished', () => {
    const found = preview(planOf(), rows, { makesGrids: true })
    const grids = found.rows.filter(({ change }) => change.t === 'grid')
    expect(grids).toMatchObject([
      { state: 'new', change: { set: { name: '西区', parentId: 'root', border: [] } } },
    ])
    expect(new Set(placesOf(found).map(({ gridId }) => gridId))).toEqual(
      new Set([grids[0]!.change.id]),
    )
    expect(found.unknownGrids).toEqual([])
  })

  it('may be named before the one they are part of, by name or code', () => {
    const file = fileOf(
      ['类型', '编码', '名称', '上级网格'],
      ['微网格', 'M-1', '一号微网格', '西区'],
      ['网格', 'W', '西区', ''],
      ['社区', '', '别的名字', ''],
    )
    const found = previewOf(planOf(), draftsOf(file))
    expect(codesOf(found)).toEqual([])
    const after = planAfter(planOf(), found)
    const byName = new Map([...after.grids.values()].map(({ f }) => [f.name, f]))
    expect(byName.get('一号微网格')!.parentId).toBe(byName.get('西区')!.id)
    expect(byName.get('西区')).toMatchObject({ parentId: 'root', level: 'grid' })
    expect(after.grids.get('root')!.f.name).toBe('别的名字')
  })

  it('of a parent that is not there are an error', () => {
    const file = fileOf(['类型', '名称', '上级网格'], ['网格', '西区', '北区'])
    expect(previewOf(planOf(), draftsOf(file)).problems).toMatchObject([
      { code: 'unknownGrid', line: 2, detail: { grid: '北区' } },
    ])
  })
})

describe('grids that are called alike', () => {
  const west = aGrid('west')
  const border: Ring = [
    [114.3, 30.58],
    [114.32, 30.58],
    [114.32, 30.6],
    [114.3, 30.6],
  ]
  const micro = (id: string, parentId: string, more = {}) =>
    aGrid(id, { name: '第一微网格', level: 'microGrid', parentId: parentId as GridId, ...more })
  const plan = planOf(
    [aPlace('p', { code: '9', gridId: 'west-1' as GridId })],
    [west, micro('east-1', 'east', { border }), micro('west-1', 'west')],
  )
  const gridFile = (...rows: string[][]) => draftsOf(fileOf(['类型', '名称', '上级网格'], ...rows))

  it('are told apart by the one they are part of', () => {
    const found = previewOf(plan, gridFile(['微网格', '第一微网格', 'west']))
    expect(statesOf(found)).toEqual([['same', 'west-1']])
    const one = planOf([], [west, micro('east-1', 'east')])
    const other = previewOf(one, gridFile(['微网格', '第一微网格', 'west']))
    expect(statesOf(other)).toEqual([['new', 'new-1']])
  })

  it('may be hung below another where they belong to the community alone', () => {
    const flat = planOf([], [west, micro('m', 'root')])
    const found = previewOf(flat, gridFile(['微网格', '第一微网格', 'west']))
    expect(found.rows).toMatchObject([{ state: 'changed', change: { set: { parentId: 'west' } } }])
  })

  it('are an error where nothing tells', () => {
    expect(codesOf(previewOf(plan, gridFile(['微网格', '第一微网格', ''])))).toEqual([
      'gridUnclear',
    ])
    const places = preview(plan, [['楼栋', '1', '甲', '第一微网格', '', '']])
    expect(codesOf(places)).toContain('gridUnclear')
  })

  it('are told apart by where a place stands, or lay already', () => {
    const rows = [
      ['楼栋', '1', '甲', '第一微网格', '114.31', '30.59'],
      ['楼栋', '9', '乙', '第一微网格', '114.4', '30.7'],
    ]
    expect(placesOf(preview(plan, rows)).map(({ gridId }) => gridId)).toEqual(['east-1', 'west-1'])
  })
})

describe('a place lies', () => {
  const border: Ring = [
    [114.3, 30.58],
    [114.32, 30.58],
    [114.32, 30.6],
    [114.3, 30.6],
  ]
  const plan = planOf([], [aGrid('north', { border })])
  const gridOf = (row: string[], more = {}) => placesOf(preview(plan, [row], more))[0]!.gridId

  it('in the grid it names, else in the one around it, else in the usual one', () => {
    expect(gridOf(['楼栋', '1', '甲', 'east', '114.31', '30.59'])).toBe('east')
    expect(gridOf(['楼栋', '1', '甲', '', '114.31', '30.59'])).toBe('north')
    expect(gridOf(['楼栋', '1', '甲', '', '114.5', '30.59'])).toBe('root')
    expect(
      gridOf(['楼栋', '1', '甲', '', '114.5', '30.59'], { usualGridId: 'east' as GridId }),
    ).toBe('east')
  })

  it('in each part of a grid of several, and in none of its holes', () => {
    const moved = (by: number): Ring => border.map(([lon, lat]) => [lon + by, lat])
    const hole: Ring = [
      [114.309, 30.589],
      [114.309, 30.591],
      [114.311, 30.591],
      [114.311, 30.589],
    ]
    const parts = [[border, hole], [moved(0.1)]]
    const apart = planOf([], [aGrid('north', { border, parts })])
    const row = (lon: string, grid = '') => ['楼栋', '1', '甲', grid, lon, '30.59']
    const gridAt = (lon: string) => placesOf(preview(apart, [row(lon)]))[0]!.gridId
    expect([gridAt('114.305'), gridAt('114.41'), gridAt('114.31')]).toEqual([
      'north',
      'north',
      'root',
    ])
    const far = (lon: string) => preview(apart, [row(lon, 'north')]).problems
    expect(far('114.41')).toEqual([])
    expect(far('114.31')).toMatchObject([{ code: 'outsideGrid', detail: { metres: 96 } }])
  })

  it('outside its grid with a warning that says how far', () => {
    const far = preview(plan, [['楼栋', '1', '甲', 'north', '114.3', '30.604']])
    expect(far.problems).toMatchObject([
      { code: 'outsideGrid', line: 2, detail: { grid: 'north' } },
    ])
    const { metres } = far.problems[0]!.detail!
    expect(Math.abs(Number(metres) - 445)).toBeLessThan(2)
    expect(codesOf(preview(plan, [['楼栋', '1', '甲', 'north', '114.3', '30.6002']]))).toEqual([])
  })

  it('beside its border and far from its corners without one', () => {
    expect(codesOf(preview(plan, [['楼栋', '1', '甲', 'north', '114.31', '30.60005']]))).toEqual([])
  })

  it('in the middle of its grid where nobody says where it is, and says so', () => {
    const found = preview(plan, [['楼栋', '1', '甲', 'north']])
    expect(placesOf(found)).toMatchObject([{ isUnplaced: true, lat: 30.59, lon: 114.31 }])
    expect(codesOf(found)).toEqual(['noPosition'])
    const after = planAfter(plan, found)
    const again = preview(after, [['楼栋', '1', '甲', 'north']])
    expect(statesOf(again)).toEqual([['same', 'new-1']])
    const placed = preview(after, [['楼栋', '1', '甲', 'north', '114.312', '30.591']])
    expect(placesOf(placed)[0]!.isUnplaced).toBeUndefined()
    expect(placesOf(placed)[0]).toMatchObject({ lat: 30.591, lon: 114.312, placedBy: 'import' })
  })

  it('with what it is part of, where that has a position', () => {
    const doors = fileOf(
      ['楼栋', '房号', '经度', '纬度'],
      ['3', '', '114.31', '30.59'],
      ['3', '201'],
    )
    const dwelling = placesOf(previewOf(plan, draftsOf(doors)))[1]!
    expect(dwelling).toMatchObject({ code: '3-201', lat: 30.59, lon: 114.31, gridId: 'north' })
    expect(dwelling.isUnplaced).toBeUndefined()
  })
})

describe('problems', () => {
  const rows = [
    ['楼栋', '7', '甲', 'east', '114.31', '30.59'],
    ['商铺', '7', '乙', 'east', '114.31', '30.59'],
    ['城堡', '8', '丙', 'east', '114.31', '30.59'],
    ['楼栋', '', '丁', 'east', '114.31', '30.59'],
  ]

  it('name a code that the file has twice with both rows', () => {
    const twice = preview(planOf(), rows).problems.find(({ code }) => code === 'codeTwice')
    expect(twice).toEqual({ code: 'codeTwice', line: 3, detail: { code: '7', line: 3, other: 2 } })
  })

  it('come errors first, then by row', () => {
    const { problems } = preview(planOf(), rows)
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['codeTwice', 3],
      ['unknownType', 4],
      ['noCode', 5],
    ])
  })

  it('go with the rows that a person has left out, and nothing else of the file does', () => {
    const left = preview(planOf(), rows, { leftOut: new Set([3, 4]) })
    expect(codesOf(left)).toEqual(['noCode'])
    expect(placesOf(left).map(({ name }) => name)).toEqual(['甲', '丁'])
  })

  it('name a parent that is nowhere', () => {
    const file = fileOf(['类型', '编码', '上级'], ['单元', '3-1', '3'])
    expect(previewOf(planOf(), draftsOf(file)).problems[0]).toEqual({
      code: 'unknownParent',
      line: 2,
      detail: { parent: '3' },
    })
  })

  it('of the plan itself are told at the row of the file', () => {
    const plan = planOf([aPlace('a', { code: '32-1', name: '甲' })])
    expect(preview(plan, [['楼栋', '3-21', '乙', 'east', '114.31', '30.6']]).problems).toEqual([
      { code: 'codeAlike', line: 2, detail: { code: '3-21', other: '32-1' } },
    ])
  })
})
