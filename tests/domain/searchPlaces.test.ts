import { expect, it } from 'vitest'
import type { Place } from '#domain/place.ts'
import { searchPlaces } from '#domain/searchPlaces.ts'

const places = [
  ['3-2-201', '3号楼2单元201'],
  ['3-1-201', '3号楼1单元201'],
  ['13-2-201', '13号楼2单元201'],
  ['3-2-2011', '3号楼2单元2011'],
  ['W-116', '幸福里灯杆116'],
  ['S-9', '王记面馆'],
  ['', '没有编号'],
].map(([code, name], n) => ({ id: `p-${n}`, code, name })) as unknown as Place[]
const found = (query: string): string[] => searchPlaces(query, places, 10).map(({ name }) => name)

it('finds a door by its building and its number, whatever is left out between them', () => {
  for (const query of ['3号楼201', '3栋201', '3幢201室', '3 楼 201'])
    expect(found(query), query).toEqual(['3号楼2单元201', '3号楼1单元201', '3号楼2单元2011'])
  expect(found('3-201').slice(0, 2)).toEqual(['3号楼2单元201', '3号楼1单元201'])
  expect(found('3号楼2单元20').slice(0, 2)).toEqual(['3号楼2单元201', '3号楼2单元2011'])
  expect(found('3号楼202')).toEqual([])
  expect(found('201号楼3')).toEqual([])
})

it('finds a name by its initials, from the beginning before the middle', () => {
  expect(found('xfl')).toEqual(['幸福里灯杆116'])
  expect(found('dg116')).toEqual(['幸福里灯杆116'])
  expect(found('WJMG')).toEqual(['王记面馆'])
  expect(found('mg')).toEqual(['王记面馆'])
  expect(found('xyz')).toEqual([])
})

it('a code comes before all of it', () => {
  expect(found('w116')).toEqual(['幸福里灯杆116'])
  expect(found('3-2-201')[0]).toBe('3号楼2单元201')
})
