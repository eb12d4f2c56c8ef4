import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/domain/step.ts'
import type { ReportView } from '../../src/state/useReports.ts'
import { groupByDay } from '#domain/groupByDay.ts'
import { filterRecords, searchRecords } from '#ui/field/records/recordFilter.ts'

const aView = (
  status: Status,
  more: Partial<ReportView> = {},
  capturedAt = '2026-11-20T10:00:00+08:00',
): ReportView =>
  ({
    report: { standing: status, capturedAt: Date.parse(capturedAt) },
    receipt: { state: 'received' },
    photos: { expected: 0, arrived: 0 },
    voice: { expected: 0, arrived: 0 },
    attention: null,
    isMine: true,
    number: '1120-1DB8',
    ...more,
  }) as ReportView

describe('recordFilter', () => {
  it('counts a report with photos that have not arrived as on this phone', () => {
    const views = [
      aView('reported', { photos: { expected: 5, arrived: 3 } }),
      aView('reported', { voice: { expected: 1, arrived: 0 } }),
      aView('reported', { receipt: { state: 'onPhone' } }),
      aView('reported'),
    ]
    expect(filterRecords(views, 'onPhone')).toHaveLength(3)
  })

  it('takes a withdrawn or rejected report as closed and a returned one as neither closed nor in progress', () => {
    const views = (['withdrawn', 'rejected', 'closed', 'returned', 'accepted'] as const).map(
      (status) => aView(status),
    )
    expect(filterRecords(views, 'closed')).toHaveLength(3)
    expect(filterRecords(views, 'inProgress')).toHaveLength(1)
    expect(filterRecords(views, 'returned')).toHaveLength(1)
  })

  it('finds rows that hold every typed word, full-width or not', () => {
    const views = [aView('reported'), aView('closed')]
    const searchTextOf = (view: ReportView): string => `飞线充电 灯杆 W-116 ${view.report.standing}`
    expect(searchRecords(views, 'ｗ-116 飞线', searchTextOf)).toHaveLength(2)
    expect(searchRecords(views, 'w-116 closed', searchTextOf)).toEqual([views[1]])
  })

  it('groups by the day in Shanghai', () => {
    const views = [
      aView('reported', {}, '2026-11-20T00:30:00+08:00'),
      aView('reported', {}, '2026-11-19T23:30:00+08:00'),
    ]
    expect(groupByDay(views, (view) => view.report.capturedAt).map(({ day }) => day)).toEqual([
      '2026-11-20',
      '2026-11-19',
    ])
  })
})
