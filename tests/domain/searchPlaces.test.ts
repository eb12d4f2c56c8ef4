import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import type { Place, PlaceType } from '#domain/place.ts'
import { searchPlaces } from '#domain/searchPlaces.ts'
import { plainSearch } from './plainWays.ts'

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

it('takes a number for that number alone, and a word for what is joined to it', () => {
  const all = ['30号楼2单元201', '3楼楼2', '3楼-楼2', '3(A)2'].map((name) => ({ code: 'X', name }))
  const names = (typed: string): string[] =>
    searchPlaces(typed, all as never, 9).map(({ name }) => name)
  expect(names('30栋201')).toEqual(['30号楼2单元201'])
  expect(names('3栋201')).toEqual([])
  expect(names('3楼-楼2')).toEqual(['3楼-楼2'])
  expect(names('3(2')).toEqual(['3(A)2'])
})

it('finds a name by its initials, from the beginning before the middle', () => {
  expect(found('xfl')).toEqual(['幸福里灯杆116'])
  expect(found('dg116')).toEqual(['幸福里灯杆116'])
  expect(found('WJMG')).toEqual(['王记面馆'])
  expect(found('mg')).toEqual(['王记面馆'])
  expect(found('xyz')).toEqual([])
})

it('finds a name by its pinyin, one that is said in two ways by both, and by a code it had', () => {
  const estate = [
    {
      ...{ code: 'XFL-1', name: '幸福里', aliases: ['Y-7', '旧12'] },
      pinyin: 'xing fu li',
    },
    { code: 'HP-3', name: '黄陂路口', pinyin: 'huang pi lu kou|huang bei lu kou' },
    { code: 'LS-1', name: '绿树里1号', pinyin: 'lü shu lǐ 1 hao' },
  ] as unknown as Place[]
  const names = (typed: string) => searchPlaces(typed, estate, 9).map(({ name }) => name)
  for (const typed of [
    'xfl',
    'xingfu',
    'xing fu',
    'xingfl',
    'XFLi',
    '幸福',
    'ｘｆｌ－１',
    'y7',
    '旧12',
  ])
    expect(names(typed), typed).toEqual(['幸福里'])
  for (const typed of ['huangpi', 'huangbei', 'hplk', 'hblk', 'lukou'])
    expect(names(typed), typed).toEqual(['黄陂路口'])
  for (const typed of ['lvshu', 'lüshu', 'lsl1', 'shuli1'])
    expect(names(typed)).toEqual(['绿树里1号'])
  for (const typed of ['xingl', 'fuxing', 'huangp1', 'ingfu']) expect(names(typed)).toEqual([])
})

it('puts what is said from its beginning before a code inside, and that before what is said inside', () => {
  const all = [
    { code: '1', name: '大西门', pinyin: 'da xi men' },
    { code: 'DXM', name: '一' },
    { code: '2', name: '二XM' },
    { code: '3', name: '西门', pinyin: 'xi men' },
    { code: '4', name: 'XM四' },
    { code: 'XM5', name: '五' },
    { code: 'q', name: '六', aliases: ['X-M'] },
  ] as unknown as Place[]
  const codes = searchPlaces('xm', all, 9).map(({ code }) => code)
  expect(codes).toEqual(['q', 'XM5', '4', '3', 'DXM', '2', '1'])
})

it('does not find what is no longer there', () => {
  const gone = { code: 'W-1', name: '灯杆1', retiredAt: 5 } as unknown as Place
  expect(searchPlaces('w1', [gone, { ...gone, code: 'W-12', retiredAt: undefined }], 5)).toEqual([
    expect.objectContaining({ code: 'W-12' }),
  ])
})

it('a code comes before all of it', () => {
  expect(found('w116')).toEqual(['幸福里灯杆116'])
  expect(found('3-2-201')[0]).toBe('3号楼2单元201')
})

it('of equal matches the shorter name comes first, of those the nearer where one stands', () => {
  const lampPosts = [
    ['W-11', '灯杆甲', 30.61],
    ['W-12', '灯杆乙', 30.62],
    ['W-13', '东门的灯杆', 30.6],
    ['W-14', '灯杆丙', 30.63],
  ].map(([code, name, lat]) => ({ id: code, code, name, lat, lon: 114.3 })) as unknown as Place[]
  const codes = (near?: { lat: number; lon: number }) =>
    searchPlaces('w1', lampPosts, 3, { near: near ?? null }).map(({ code }) => code)
  expect(codes()).toEqual(['W-11', 'W-12', 'W-14'])
  expect(codes({ lat: 30.626, lon: 114.3 })).toEqual(['W-14', 'W-12', 'W-11'])
})

it('finds only places of the types that are asked for', () => {
  const both = [
    { id: 'p-1', type: 'building', code: '3', name: '3号楼' },
    { id: 'p-2', type: 'dwelling', code: '3-101', name: '3号楼101' },
  ] as unknown as Place[]
  const ids = (types?: readonly PlaceType[]) =>
    searchPlaces('3', both, 1, { types }).map(({ id }) => id)
  expect(ids()).toEqual(['p-1'])
  expect(ids(['dwelling', 'shop'])).toEqual(['p-2'])
})

it('reads the names of a list once, however much is typed', () => {
  let read = 0
  const counted = places.map((place) => ({
    ...place,
    get name() {
      read++
      return place.name
    },
  }))
  searchPlaces('nothing', counted, 10)
  const once = read
  expect(once).toBeGreaterThan(0)
  for (const typed of ['nothin', '7-7', 'zz', '九']) searchPlaces(typed, counted, 10)
  expect(read).toBe(once)
  searchPlaces('nothing', [...counted], 10)
  expect(read).toBeGreaterThan(once)
})

it('finds what looking at every place anew would have found, in the same order', () => {
  const letters = [...'33112-20楼号栋幢座单元室 幸福里wW王ａ１·(.xfl']
  const words = array(constantFrom(...letters), { maxLength: 9 }).map((each) => each.join(''))
  const place = record({
    code: words,
    name: words,
    aliases: constantFrom(undefined, ['3-20'], ['W1', '里']),
    pinyin: constantFrom(undefined, 'xing fu li', 'wang 1 lou|xu fa li 3 xi'),
    retiredAt: constantFrom(undefined, undefined, undefined, 1),
    lat: integer({ min: 0, max: 5 }),
    lon: integer({ min: 0, max: 5 }),
  })
  const near = { lat: 1, lon: 4 }
  assert(
    property(
      array(place, { maxLength: 40, size: 'max' }),
      words,
      integer({ min: 0, max: 12 }),
      boolean(),
      (some, typed, limit, isNear) => {
        const all = some as unknown as Place[]
        expect(searchPlaces(typed, all, limit, isNear ? { near } : {})).toEqual(
          plainSearch(typed, all, limit, isNear ? near : undefined),
        )
      },
    ),
    { numRuns: 1000 },
  )
})
