import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { hazardTypes } from '#kinds/hazard/hazardTypes.ts'
import type { MemberId } from '#domain/ids.ts'
import type { Status, Step, StepType } from '#domain/step.ts'
import { awaitedStepOf } from '#kinds/awaits.ts'
import type { VisitEffect } from '#domain/visitDue.ts'
import { visit, type VisitBody } from '#kinds/visit/visit.ts'
import { needTypes, visitKinds, visitResults } from '#kinds/visit/visitKinds.ts'
import { kindContract } from './kindContract.ts'

const aVisit = (more: Partial<VisitBody> = {}): VisitBody => ({
  visitKind: 'household',
  result: 'met',
  channel: 'door',
  slot: 'day',
  needs: [{ id: 'n-1', type: 'care_need', text: '想订午餐' }],
  hazardIds: ['01890000-0000-7000-8000-000000000001'],
  coVisitorIds: ['m-2'],
  ...more,
})

const step = (type: StepType, from: Status, to: Status): Step => ({
  id: `${type} ${from}`,
  type,
  by: 'm-1' as MemberId,
  at: 1,
  from,
  to,
})

kindContract(visit, aVisit, () => visitKinds.map(({ key }) => aVisit({ visitKind: key })))

describe('a visit', () => {
  it('is read by those who may read care only', () => expect(visit.dataClass).toBe('care'))

  it('is complete without needs, hazards or company', () => {
    expect(
      v.is(visit.schema, {
        visitKind: 'care',
        result: 'nothing_new',
        channel: 'phone',
        slot: 'evening',
      }),
    ).toBe(true)
  })

  it.each<[string, unknown]>([
    ['a patrol, which is no visit', { visitKind: 'patrol' }],
    ['a result nobody knows', { result: 'asleep' }],
    ['a need of 501 characters', { needs: [{ id: 'n', type: 'other', text: 'x'.repeat(501) }] }],
    ['a need without an id', { needs: [{ type: 'other', text: 'x' }] }],
    [
      'more needs than a person can tell',
      { needs: Array.from({ length: 21 }, (_, i) => ({ id: `n${i}`, type: 'other', text: '' })) },
    ],
    ['a hazard that is no report', { hazardIds: ['../secret'] }],
    ['a whole crowd of visitors', { coVisitorIds: Array.from({ length: 11 }, (_, i) => `m-${i}`) }],
  ])('is refused with %s', (_, wrong) => {
    expect(v.is(visit.schema, { ...aVisit(), ...(wrong as object) })).toBe(false)
  })

  it('presses when an elder is in danger and rests when all is well', () => {
    expect(visit.urgency(aVisit({ needs: [{ id: 'n', type: 'elder_emergency', text: '' }] }))).toBe(
      1,
    )
    expect(visit.urgency(aVisit({ needs: [], result: 'not_home' }))).toBe(2)
    expect(visit.urgency(aVisit({ needs: [], result: 'met' }))).toBe(3)
  })

  it.each<[VisitBody['result'], VisitEffect]>([
    ['met', 'met'],
    ['met_family', 'met'],
    ['nothing_new', 'met'],
    ['remote_ok', 'attempted'],
    ['declined', 'attempted'],
    ['not_home', 'attempted'],
    ['moved', 'closed'],
  ])('that ended with %s counts as %s', (result, effect) =>
    expect(visit.visited?.(aVisit({ result })).effect).toBe(effect),
  )

  it('waits to be accepted only where there is something to decide', () => {
    const awaited = (body: Partial<VisitBody>, standing: Status = 'reported', steps: Step[] = []) =>
      awaitedStepOf({ kind: 'visit', standing, body: aVisit(body), steps })
    const plain = { needs: [], hazardIds: [] }
    for (const { key } of visitResults) expect(awaited({ ...plain, result: key })).toBeNull()
    expect(awaited({ needs: undefined, hazardIds: undefined })).toBeNull()
    expect(awaited({ hazardIds: [] })).toBe('accept')
    expect(awaited({ needs: [] })).toBe('accept')
    expect(awaited(plain, 'accepted')).toBe('dispatch')
    // The answer to a return is looked at by whoever asked.
    const returned = step('return', 'reported', 'returned')
    const amended = step('amend', 'returned', 'reported')
    expect(awaited(plain, 'reported', [returned, amended])).toBe('accept')
    expect(
      awaited(plain, 'reported', [returned, amended, step('note', 'reported', 'reported')]),
    ).toBe('accept')
  })

  it('calls a need by the name of the hazard it may become', () => {
    const welfare = hazardTypes.filter(
      (type) => type.category === 'care' || type.category === 'other',
    )
    expect(needTypes.map(({ key, zh, en }) => ({ key, zh, en }))).toEqual(
      welfare.map(({ key, zh, en }) => ({ key, zh, en })),
    )
  })
})
