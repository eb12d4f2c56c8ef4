import { describe, expect, it } from 'vitest'
import type { GridId, MemberId, PlaceId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import { todaysVisits } from '#domain/todaysVisits.ts'
import { type VisitEffect, type VisitMade, visitsDue } from '#domain/visitDue.ts'
import { endOfDay } from '#domain/workCalendar.ts'

const now = Date.parse('2026-11-20T09:00+08:00')
const gridId = 'g-1' as GridId
const at = (text: string): number => Date.parse(`2026-${text}:00+08:00`)
const door = (id: string): Place => ({ id, gridId, name: id, code: '' }) as unknown as Place
const every = (id: string, everyDays: number) => ({ placeId: id as PlaceId, gridId, everyDays })
const visit = (id: string, when: string, effect: VisitEffect = 'met'): VisitMade => ({
  placeId: id as PlaceId,
  by: 'm-1' as MemberId,
  at: at(when),
  effect,
  wordKey: `visitResult.${effect}`,
})
const dueOf = (visits: VisitMade[], everyDays = 7) =>
  visitsDue([door('a')], [every('a', everyDays)], visits, now)[0]

describe('when a door is due', () => {
  it('is the end of the day, so many days after somebody was met', () => {
    expect(dueOf([visit('a', '11-13T16:40')])?.dueAt).toBe(endOfDay('2026-11-20'))
    expect(dueOf([visit('a', '11-12T23:59')])?.dueAt).toBe(endOfDay('2026-11-19'))
  })

  it('does not move for a closed door, a refusal or a call, which are told as attempts', () => {
    const due = dueOf([visit('a', '11-10T10:00'), visit('a', '11-20T08:30', 'attempted')])
    expect(due).toMatchObject({
      lastVisitAt: at('11-10T10:00'),
      dueAt: endOfDay('2026-11-17'),
      attempt: { at: at('11-20T08:30') },
    })
  })

  it('forgets an attempt once somebody was met after it', () => {
    expect(
      dueOf([visit('a', '11-18T10:00', 'attempted'), visit('a', '11-19T10:00')])?.attempt,
    ).toBeNull()
  })

  it('rests where nobody lives any more, until somebody is met there again', () => {
    const left = [visit('a', '11-01T10:00'), visit('a', '11-10T10:00', 'closed')]
    expect(dueOf(left)).toBeUndefined()
    expect(dueOf([...left, visit('a', '11-12T10:00')])?.dueAt).toBe(endOfDay('2026-11-19'))
  })

  it('is today where nobody has been yet, and no delay of anybody', () => {
    expect(dueOf([])).toMatchObject({ lastVisitAt: null, dueAt: endOfDay('2026-11-20') })
    expect(dueOf([])?.usedShare).toBeLessThan(1)
  })
})

describe('the doors of today', () => {
  const metres: Record<string, number> = { far: 300, near: 20, tried: 5, today: 10, later: 1 }
  const ids = Object.keys(metres)
  const visits = [
    visit('far', '11-10T10:00'),
    visit('near', '11-12T10:00'),
    visit('tried', '11-09T10:00'),
    visit('tried', '11-20T08:00', 'attempted'),
    visit('today', '11-13T10:00'),
    visit('later', '11-19T10:00'),
  ]
  const all = visitsDue(
    ids.map(door),
    ids.map((id) => every(id, 7)),
    visits,
    now,
  )
  const order = (known: boolean) => {
    const { due, tried, coming } = todaysVisits(
      all,
      ({ place }) => (known ? metres[place.id]! : null),
      now,
    )
    return [due, tried, coming].map((each) => each.map(({ place }) => place.id))
  }

  it('begin with what is overdue and near; what was tried today stands apart', () =>
    expect(order(true)).toEqual([['near', 'far', 'today'], ['tried'], ['later']]))

  it('begin with what is overdue longest while the phone does not know where it is', () =>
    expect(order(false)).toEqual([['far', 'near', 'today'], ['tried'], ['later']]))
})
