import { expect, it } from 'vitest'
import type { Place } from '#domain/place.ts'
import { placeCodes, successorOf } from '#domain/placeCodes.ts'

const some = (places: Partial<Place>[]) =>
  placeCodes(places.map((place) => ({ name: place.code, ...place }) as Place))

it('finds a place by its code as it is written, or without its separators where one alone has it', () => {
  const find = some([{ code: '32-1' }, { code: '3-21' }, { code: 'W-116' }, { code: '' }])
  expect(find('３２－１')?.code).toBe('32-1')
  expect(find('3-21')?.code).toBe('3-21')
  expect(find('321')).toBeUndefined()
  expect(find('w116')?.code).toBe('W-116')
  expect(find('')).toBeUndefined()
})

it('finds it by a code it had, and the code of another before that', () => {
  const find = some([{ code: 'A-1', aliases: ['B-2', 'C-3'] }, { code: 'B-2' }])
  expect(find('c3')?.code).toBe('A-1')
  expect(find('b2')?.code).toBe('B-2')
})

it('finds what is no longer there where nothing else bears the code, to say so', () => {
  const gone = { code: 'W-116', name: '老灯杆', retiredAt: 5, aliases: ['W-9'] }
  expect(some([gone])('W-116')?.name).toBe('老灯杆')
  expect(some([gone])('w9')?.name).toBe('老灯杆')
  expect(some([gone, { code: 'W-117', aliases: ['W-116'] }])('W-116')?.code).toBe('W-117')
  expect(some([gone, { code: 'W1-16' }])('W-116')?.name).toBe('老灯杆')
  expect(some([gone, { code: 'W1-16' }])('w116')?.code).toBe('W1-16')
})

it('names what stands today where one stood, through those that followed each other', () => {
  const aRow = (id: string, retiredAt?: number, successorId?: string) =>
    ({ id, ...(retiredAt && { retiredAt }), ...(successorId && { successorId }) }) as Place
  const rows = [
    aRow('first', 1, 'second'),
    aRow('second', 2, 'third'),
    aRow('third'),
    aRow('last', 3),
    aRow('round', 4, 'and round'),
    aRow('and round', 4, 'round'),
  ]
  const placeById = (id: string) => rows.find((row) => row.id === id)
  const found = rows.map((row) => successorOf(row, placeById)?.id)
  const none = undefined
  expect(found).toEqual(['third', 'third', none, none, none, none])
})
