import { describe, expect, it } from 'vitest'
import { guessColumns } from '#domain/plan/planColumns.ts'

describe('columns are guessed from headings', () => {
  it.each([
    [
      'of a property office',
      ['序号', '楼栋号', '单元号', '楼层', '房间号', '建筑面积'],
      { building: '楼栋号', stairwell: '单元号', floor: '楼层', dwelling: '房间号' },
    ],
    [
      'of a street office',
      ['编码', '名称', '类型', '所属网格', '经度', '纬度', '备注'],
      {
        code: '编码',
        name: '名称',
        type: '类型',
        grid: '所属网格',
        lon: '经度',
        lat: '纬度',
      },
    ],
    [
      'with units and the like around the word',
      ['地点编码（必填）', '场所名称*', '经度（度）', '纬度（度）', '是否巡查点'],
      {
        code: '地点编码（必填）',
        name: '场所名称*',
        lon: '经度（度）',
        lat: '纬度（度）',
        isPatrolPoint: '是否巡查点',
      },
    ],
    [
      'in English, in capitals and with blanks',
      ['Code', 'Location Name', 'NAME', 'Category', 'Grid', 'LAT', 'Lng', 'OBJECTID'],
      {
        code: 'Code',
        name: 'NAME',
        type: 'Category',
        grid: 'Grid',
        lat: 'LAT',
        lon: 'Lng',
        externalId: 'OBJECTID',
      },
    ],
    [
      'of a survey: X north, Y east as they are called',
      ['点位', 'X坐标', 'Y坐标'],
      { isPatrolPoint: '点位', lon: 'X坐标', lat: 'Y坐标' },
    ],
    [
      'of KML and shapefiles',
      ['name', 'folder', '@id'],
      { name: 'name', type: 'folder', externalId: '@id' },
    ],
    ['full-width', ['ＣＯＤＥ', 'ｎａｍｅ'], { code: 'ＣＯＤＥ', name: 'ｎａｍｅ' }],
    ['that say nothing known', ['A', 'B', '负责人', '电话'], {}],
  ])('%s', (_, headings, choice) => {
    expect(guessColumns(headings)).toEqual(choice)
  })

  it('and the code of a grid is not taken for that of a place', () => {
    expect(guessColumns(['名称', '网格编码'])).toEqual({ name: '名称', grid: '网格编码' })
    expect(guessColumns(['网格编码', '网格名称'])).toEqual({
      code: '网格编码',
      grid: '网格名称',
    })
  })

  it('and each heading is used once, the same word before one that holds it', () => {
    expect(guessColumns(['楼栋名称', '名称'])).toEqual({ building: '楼栋名称', name: '名称' })
    expect(guessColumns(['备用编码', '编码'])).toEqual({ code: '编码' })
  })
})
