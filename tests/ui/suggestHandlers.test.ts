import { describe, expect, it } from 'vitest'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import type { Report } from '#domain/report.ts'
import { suggestedHandler, suggestHandlers } from '#ui/desk/reports/suggestHandlers.ts'
import { after, dayMs, now, reportOf, supervisor } from './deskWorld.ts'

const person = (id: string, role: Role): Member => ({
  id: id as MemberId,
  name: id,
  roles: [role],
  gridIds: ['g' as GridId],
  isActive: true,
})
const power = person('power', 'handler')
const drains = person('drains', 'handler')
const me = supervisor
const everyone = [drains, me, power]

/** A report of this type that was given to somebody some days ago. */
const given = (to: Member, daysAgo: number, patch: Partial<Report> = {}): Report =>
  after(
    reportOf(patch),
    { type: 'accept', at: now - daysAgo * dayMs },
    { type: 'dispatch', at: now - daysAgo * dayMs, handlerId: to.id },
  )
const manhole = { type: 'manhole', severity: 'major', tier: 2 }
const elsewhere = { gridId: 'g-2' as GridId }

const order = (reports: readonly Report[], of = reportOf()) =>
  suggestHandlers(of, reports, everyone, me.id).map(({ member }) => member.id)
const first = (reports: readonly Report[], of = reportOf()) =>
  suggestedHandler(suggestHandlers(of, reports, everyone, me.id), me.id)

describe('whom a report is probably given to', () => {
  it('is whoever was given most of its type, whatever else they do', () => {
    const reports = [given(power, 3), given(power, 4), given(drains, 1)]
    expect(first(reports)).toMatchObject({ member: power, here: 2, anywhere: 2 })
    expect(first([...reports, given(drains, 2, { body: manhole })])?.member).toBe(power)
  })

  it('is whoever was given them in its own grid before those of other grids', () => {
    const reports = [given(drains, 3), given(power, 1, elsewhere), given(power, 2, elsewhere)]
    expect(first(reports)?.member).toBe(drains)
    expect(first(reports, reportOf(elsewhere))?.member).toBe(power)
  })

  it('is the latest of equals, and the newcomer once the old ones are ten reports back', () => {
    expect(first([given(power, 3), given(drains, 2)])?.member).toBe(drains)
    const long = Array.from({ length: 12 }, (_, n) => given(power, 30 + n))
    const lately = Array.from({ length: 6 }, (_, n) => given(drains, n))
    expect(first([...long, ...lately])?.member).toBe(drains)
  })

  it('is nobody where nothing tells, and never the one who decides', () => {
    expect(first([])).toBeUndefined()
    expect(first([given(me, 1), given(me, 2)])).toBeUndefined()
    expect(order([given(me, 1), given(me, 2)]).at(-1)).toBe(me.id)
    expect(order([])).toEqual([drains.id, power.id, me.id])
  })

  it('counts the last time it was given to somebody, and not the report itself', () => {
    const twice = after(given(power, 3), {
      type: 'dispatch',
      at: now - dayMs,
      handlerId: drains.id,
    })
    expect(first([twice])?.member).toBe(drains)
    expect(first([twice], twice)).toBeUndefined()
  })
})
