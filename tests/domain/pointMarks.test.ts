import { expect, it } from 'vitest'
import type { Patrol } from '#domain/patrol.ts'
import { pointMarks } from '#domain/pointMarks.ts'

const day = 86_400_000
const now = 100 * day
const walk = (...checks: [placeId: string, at: number][]) =>
  ({ checks: checks.map(([placeId, at]) => ({ placeId, at })) }) as unknown as Patrol

it('tells this patrol from this week, and this week from longer ago or never', () => {
  const current = walk(['a', now - 60_000])
  const all = [walk(['a', now - 8 * day], ['b', now - 6 * day], ['c', now - 7 * day]), current]
  const points = ['a', 'b', 'c', 'd'].map((id) => ({ id })) as { id: never }[]
  expect([...pointMarks(points, { current, all, now })]).toEqual([
    ['a', 'checked'],
    ['b', 'recent'],
    ['c', 'due'],
    ['d', 'due'],
  ])
  expect(pointMarks(points, { current: null, all, now }).get('a' as never)).toBe('recent')
})
