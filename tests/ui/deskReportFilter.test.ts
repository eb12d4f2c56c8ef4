import { describe, expect, it } from 'vitest'
import type { GridId, MemberId } from '#domain/ids.ts'
import { filterFromQuery, filterToQuery } from '#ui/desk/list/filterQuery.ts'
import { type DeskFilter, deskList, rowAfter, wholeList } from '#ui/desk/list/reportFilter.ts'
import { en, zh } from '../everyWord.ts'
import { after, itemOf, dayMs, hourMs, now, reportOf, supervisor } from './deskWorld.ts'

const grids = [
  { id: 'g' as GridId, parentId: null },
  { id: 'g-1' as GridId, parentId: 'g' as GridId },
  { id: 'g-2' as GridId, parentId: 'g' as GridId },
]
const listed = (items: Parameters<typeof deskList>[0], patch: Partial<DeskFilter>) =>
  deskList(items, { ...wholeList, ...patch }, now, grids)
const dispatched = (dueAt: number) =>
  after(
    reportOf(),
    { type: 'accept', at: now - 2 * dayMs },
    { type: 'dispatch', at: now - dayMs, handlerId: 'm-handler' as MemberId, dueAt },
  )

describe('the list of the desk', () => {
  it('stands in the order of what is due first, and what has no limit comes last', () => {
    const over = itemOf(dispatched(now - hourMs))
    const soon = itemOf(dispatched(now + hourMs))
    const returned = itemOf(after(reportOf(), { type: 'return', at: now, comment: 'x' }))
    expect(listed([returned, soon, over], { tab: 'all' }).items).toEqual([over, soon, returned])
  })

  it('breaks a tie by what presses more', () => {
    const dueAt = now + hourMs
    const minor = itemOf(dispatched(dueAt))
    const critical = itemOf({
      ...dispatched(dueAt),
      body: { type: 'manhole', severity: 'critical', tier: 1 },
    })
    expect(listed([minor, critical], { tab: 'all' }).items).toEqual([critical, minor])
  })

  it('counts every tab under the same filters', () => {
    const items = [
      itemOf(reportOf(), { expected: 3, arrived: 1 }),
      itemOf(dispatched(now - hourMs)),
      itemOf(dispatched(now + hourMs)),
      itemOf(after(reportOf(), { type: 'return', at: now, comment: 'x' })),
    ]
    expect(listed(items, {}).counts).toEqual({
      mine: 1,
      overdue: 1,
      today: 1,
      returned: 1,
      photos: 1,
      all: 4,
    })
  })

  it('counts in the chosen tab what is perhaps of one thing, and lists that alone where asked', () => {
    const items = [itemOf(reportOf()), itemOf(reportOf()), itemOf(dispatched(now + hourMs))]
    const isSame = (id: string) => id !== items[1]!.id
    const of = (patch: Partial<DeskFilter>) =>
      deskList(items, { ...wholeList, ...patch }, now, grids, isSame)
    expect([of({}).perhapsSame, of({ tab: 'all' }).perhapsSame]).toEqual([1, 2])
    const asked = of({ tab: 'all', same: 'perhaps' })
    expect([asked.items.map(({ id }) => id), asked.perhapsSame]).toEqual([
      [items[2]!.id, items[0]!.id],
      2,
    ])
    expect([asked.counts.mine, asked.counts.all]).toEqual([1, 2])
  })

  it('lists what has not all arrived under a name that says no less: photos, voice notes', () => {
    const photo = itemOf(reportOf(), { expected: 1, arrived: 0 })
    const whole = itemOf(reportOf(), { expected: 1, arrived: 1 })
    const spoken = { ...whole, view: { ...whole.view, voice: { expected: 1, arrived: 0 } } }
    expect(listed([photo, whole, spoken], { tab: 'photos' }).items).toEqual([photo, spoken])
    const told = ({ desk: { tab, empty } }: typeof zh | typeof en) => [tab.photos, empty.photos]
    expect(told(zh)).toEqual([
      expect.not.stringMatching('照片'),
      expect.stringMatching(/照片.*录音/),
    ])
    expect(told(en)).toEqual([
      expect.not.stringMatching(/photo/i),
      expect.stringMatching(/photos.*voice notes/),
    ])
  })

  it('holds a grid with everything below it', () => {
    const here = itemOf(reportOf())
    const there = itemOf(reportOf({ gridId: 'g-2' as GridId }))
    expect(listed([here, there], { tab: 'all', grids: ['g-2'] }).items).toEqual([there])
    expect(listed([here, there], { tab: 'all', grids: ['g'] }).counts.all).toBe(2)
  })

  it('finds by several words in any order, whatever their case', () => {
    const item = itemOf(reportOf({ note: 'Loose cable' }))
    expect(listed([item], { tab: 'all', search: 'CABLE w-116' }).counts.all).toBe(1)
    expect(listed([item], { tab: 'all', search: 'cable missing' }).counts.all).toBe(0)
  })

  it('narrows to a period of days that ends today', () => {
    const today = itemOf(reportOf())
    const lastWeek = itemOf(reportOf({ capturedAt: now - 8 * dayMs, receivedAt: now - 8 * dayMs }))
    expect(listed([today, lastWeek], { tab: 'all', period: 'week' }).items).toEqual([today])
  })

  it('stays quick with ten thousand reports', () => {
    const items = Array.from({ length: 10_000 }, (_, index) =>
      itemOf(reportOf({ capturedAt: now - index * 1000, receivedAt: now - index * 1000 })),
    )
    const started = performance.now()
    expect(listed(items, { search: 'w-116' }).items).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('what waits for a supervisor', () => {
  it('is to accept, to dispatch and to check', () => {
    const accepted = after(reportOf(), { type: 'accept', at: now })
    expect(itemOf(reportOf()).decision).toBe('accept')
    expect(itemOf(accepted).decision).toBe('dispatch')
    expect(itemOf(reportOf({ standing: 'selfHandled' })).decision).toBe('close')
  })

  it('leaves out the check of what they handled themselves', () => {
    expect(itemOf(reportOf({ standing: 'selfHandled', by: supervisor.id })).decision).toBeNull()
  })

  it('leaves out what another handler works on', () => {
    expect(itemOf(dispatched(now)).decision).toBeNull()
    expect(
      itemOf(
        after(
          reportOf(),
          { type: 'accept', at: now },
          { type: 'dispatch', at: now, handlerId: supervisor.id },
        ),
      ).decision,
    ).toBe('start')
  })

  it('has a limit from the time it was accepted, and none while it is returned', () => {
    const report = after(reportOf(), { type: 'accept', at: now - hourMs })
    expect(itemOf(report).deadline?.dueAt).toBeGreaterThan(now)
    expect(itemOf(report).deadline?.runsFrom).toBe(now - hourMs)
    expect(itemOf(after(reportOf(), { type: 'return', at: now, comment: 'x' })).deadline).toBeNull()
  })
})

describe('the filter in the address', () => {
  it('comes back as it went', () => {
    const filter: DeskFilter = {
      tab: 'overdue',
      search: 'lamp',
      grids: ['g-1', 'g-2'],
      types: ['light_out'],
      statuses: [],
      handlers: ['m-1'],
      period: 'week',
      same: 'perhaps',
    }
    expect(filterFromQuery(filterToQuery(filter))).toEqual(filter)
  })

  it('leaves the plain list a plain address, and believes nothing it does not know', () => {
    expect(filterToQuery(wholeList)).toEqual({})
    expect(filterFromQuery({ tab: 'nonsense', time: ['never'], grid: [null, ''] })).toEqual(
      wholeList,
    )
  })
})

describe('after a decision', () => {
  it('the next row is opened, at the end the one before, and none when there is none', () => {
    expect(rowAfter(['a', 'b', 'c'], 'b')).toBe('c')
    expect(rowAfter(['a', 'b', 'c'], 'c')).toBe('b')
    expect(rowAfter(['a'], 'a')).toBeNull()
    expect(rowAfter(['a'], 'gone')).toBeNull()
  })

  it('passes over what does not wait for this person', () => {
    const waits = (id: string) => id === 'a' || id === 'd'
    expect(rowAfter(['a', 'b', 'c', 'd'], 'b', waits)).toBe('d')
    expect(rowAfter(['a', 'b', 'c'], 'c', waits)).toBe('a')
    expect(rowAfter(['b', 'c'], 'b', waits)).toBeNull()
  })
})
