import { describe, expect, it } from 'vitest'
import type { GridId, MemberId, PatrolId, PlaceId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import { overviewFigures, topRows } from '#ui/desk/overview/overviewFigures.ts'
import { patrolCoverage } from '#ui/desk/overview/patrolCoverage.ts'
import { trendPicture } from '#ui/desk/overview/trendPicture.ts'
import { visitCoverage } from '#ui/desk/visits/visitCoverage.ts'
import { after, itemOf, dayMs, hourMs, now, reportOf } from './deskWorld.ts'

const handlerId = 'm-handler' as MemberId
const accepted = (dueAt: number) =>
  after(
    reportOf({ capturedAt: now - 9 * dayMs, receivedAt: now - 9 * dayMs }),
    { type: 'accept', at: now - 8 * dayMs },
    { type: 'dispatch', at: now - 8 * dayMs, handlerId, dueAt },
  )
const closed = (dueAt: number, at: number) =>
  after(
    accepted(dueAt),
    { type: 'start', at: at - 2, by: handlerId },
    { type: 'resolve', at: at - 1, by: handlerId },
    { type: 'close', at },
  )

describe('the rates of the overview', () => {
  it('divide what was closed by what was due to close, and say both', () => {
    const items = [
      closed(now - 2 * dayMs, now - 3 * dayMs),
      closed(now - 2 * dayMs, now - dayMs),
      accepted(now - dayMs),
      accepted(now - dayMs),
      closed(now + 5 * dayMs, now - dayMs),
    ].map((report) => itemOf(report))
    const { closeRate, onTimeRate } = overviewFigures(items, now)
    expect(closeRate).toEqual({ part: 3, whole: 5, percent: 60 })
    expect(onTimeRate).toEqual({ part: 2, whole: 5, percent: 40 })
  })

  it('leave out what is not due yet, what was never accepted and what is void', () => {
    const items = [
      accepted(now + dayMs),
      reportOf(),
      reportOf({ standing: 'withdrawn' }),
      after(reportOf(), { type: 'reject', at: now, comment: 'x' }),
    ].map((report) => itemOf(report))
    expect(overviewFigures(items, now).closeRate.whole).toBe(0)
  })

  it('are hidden below five', () => {
    const { closeRate } = overviewFigures([itemOf(closed(now - dayMs, now - 2 * dayMs))], now)
    expect(closeRate).toEqual({ part: 1, whole: 1, percent: null })
  })
})

describe('the counts of the overview', () => {
  it('take days as they are in Shanghai', () => {
    const justBeforeMidnight = Date.UTC(2026, 10, 19, 15, 59)
    const figures = overviewFigures(
      [itemOf(reportOf()), itemOf(reportOf({ receivedAt: justBeforeMidnight }))],
      now,
    )
    expect([figures.newToday, figures.newYesterday]).toEqual([1, 1])
    expect(figures.days).toHaveLength(14)
    expect(figures.days.at(-1)).toEqual({ day: '2026-11-20', arrived: 1, closed: 0 })
  })

  it('tell overdue from due today, each with its most pressing', () => {
    const figures = overviewFigures(
      [
        itemOf(accepted(now - hourMs)),
        itemOf(accepted(now - dayMs)),
        itemOf(accepted(now + hourMs)),
      ],
      now,
    )
    expect(figures.overdue).toEqual({ count: 2, oldestDueAt: now - dayMs })
    expect(figures.dueToday).toEqual({ count: 1, nextDueAt: now + hourMs })
  })

  it('fold the short rows into one', () => {
    const rows = ['a', 'b', 'c'].map((key, index) => ({ key, count: 3 - index }))
    expect(topRows(rows, 1)).toEqual({ rows: [{ key: 'a', count: 3 }], rest: 3 })
  })

  it('draw bars on a scale with a whole middle', () => {
    const picture = trendPicture([{ day: '2026-11-20', arrived: 7, closed: 0 }])
    expect(picture.scale).toEqual([8, 4, 0])
    expect(picture.days[0]?.arrivedPercent).toBe(87.5)
  })
})

const placeOf = (id: string, patch: Partial<Place>): Place => ({
  id: id as PlaceId,
  type: 'dwelling',
  code: id,
  name: id,
  gridId: 'g-1' as GridId,
  parentId: null,
  lat: 0,
  lon: 0,
  ...patch,
})

describe('coverage', () => {
  it('counts doors visited within their rhythm, due and overdue', () => {
    const doors = ['kept', 'soon', 'late', 'never'].map((id) => placeOf(id, {}))
    const rhythms = doors.map(({ id, gridId }) => ({ placeId: id, gridId, everyDays: 30 }))
    const visitAt = (id: string, days: number, result = 'met') =>
      reportOf({
        kind: 'visit',
        placeId: id as PlaceId,
        capturedAt: now - days * dayMs,
        body: { visitKind: 'care', result, channel: 'door', slot: 'day' },
      })
    const visits = [
      visitAt('kept', 2),
      visitAt('soon', 20),
      visitAt('late', 40),
      visitAt('late', 1, 'not_home'),
    ]
    expect(visitCoverage([...doors, placeOf('free', {})], rhythms, visits, now)).toEqual({
      doors: 4,
      visited: 2,
      due: 2,
      overdue: 1,
    })
  })

  it('counts the points of a round that were checked today', () => {
    const points = ['a', 'b'].map((id) => placeOf(id, { isPatrolPoint: true }))
    const grid = {
      id: 'g-1' as GridId,
      name: 'One',
      level: 'grid' as const,
      parentId: null,
      border: [],
    }
    const patrol = {
      id: 'p' as PatrolId,
      by: handlerId,
      gridId: grid.id,
      startedAt: now - dayMs,
      pauses: [],
      checks: [
        { id: '1', placeId: 'a' as PlaceId, at: now, outcome: 'fine' as const },
        { id: '2', placeId: 'b' as PlaceId, at: now - dayMs, outcome: 'fine' as const },
      ],
    }
    expect(patrolCoverage([grid], points, [patrol], now)).toEqual([
      { gridId: 'g-1', name: 'One', checked: 1, planned: 2 },
    ])
  })
})
