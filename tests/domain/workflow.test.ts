import { describe, expect, it } from 'vitest'
import { treeOf } from '#domain/grid.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Status, Step, StepType } from '#domain/step.ts'
import type { VoiceRef } from '#domain/voice.ts'
import { missingInStep, openSteps, statusAfter, whyNot } from '#domain/workflow.ts'
import { hazard } from '#kinds/hazard/hazard.ts'
import { nextDecision } from '#ui/desk/list/nextDecision.ts'
import { visit } from '#kinds/visit/visit.ts'

const aMember = (name: string, ...roles: Role[]): Member => ({
  id: name as MemberId,
  name,
  roles,
  gridIds: ['g-1' as GridId],
  isActive: true,
})

const worker = aMember('worker', 'gridWorker')
const neighbour = aMember('neighbour', 'gridWorker')
const volunteer = aMember('volunteer', 'volunteer')
const handler = aMember('handler', 'handler')
const otherHandler = aMember('otherHandler', 'handler')
const supervisor = aMember('supervisor', 'supervisor')
const secondSupervisor = aMember('secondSupervisor', 'supervisor')
const admin = aMember('admin', 'admin')

const here = 'g-1' as GridId
const tree = treeOf([{ id: here, parentId: null }])

type Progress = Pick<Report, 'by' | 'gridId' | 'standing' | 'steps'>

const captured = (status: Status = 'reported', by: Member = worker): Progress => ({
  by: by.id,
  gridId: here,
  standing: status,
  steps: [],
})

/** The report after these steps, each taken by somebody. */
function after(start: Progress, ...taken: [StepType, Member][]): Progress {
  return taken.reduce<Progress>((report, [type, member], n) => {
    const to = statusAfter(hazard.workflow, report.standing, type)
    const step: Step = { id: `s-${n}`, type, by: member.id, at: n, from: report.standing, to }
    return {
      ...report,
      standing: to,
      steps: [...report.steps, type === 'dispatch' ? { ...step, handlerId: handler.id } : step],
    }
  }, start)
}

const refusal = (report: Progress, type: StepType, member: Member): string | undefined =>
  whyNot(hazard.workflow, report, type, member, tree)?.code

const dispatched = after(captured(), ['accept', supervisor], ['dispatch', supervisor])
const resolved = after(dispatched, ['start', handler], ['resolve', handler])

describe('a hazard on its way', () => {
  it('goes from reported to followed up', () => {
    expect(after(resolved, ['close', supervisor], ['followUp', supervisor]).standing).toBe(
      'followedUp',
    )
  })

  it('is accepted, returned or rejected by a supervisor and nobody else', () => {
    for (const type of ['accept', 'return', 'reject'] as const) {
      expect(refusal(captured(), type, supervisor)).toBeUndefined()
      for (const member of [worker, volunteer, handler, admin])
        expect(refusal(captured(), type, member)).toBe('notAllowed')
    }
  })

  it('is started and resolved by the one it was dispatched to', () => {
    expect(refusal(dispatched, 'start', handler)).toBeUndefined()
    expect(refusal(dispatched, 'start', otherHandler)).toBe('notAllowed')
    expect(refusal(dispatched, 'start', worker)).toBe('notAllowed')
    expect(refusal(dispatched, 'resolve', handler)).toBeUndefined()
    expect(refusal(dispatched, 'resolve', otherHandler)).toBe('notAllowed')
  })

  it('may not be checked by whoever handled it', () => {
    const bySupervisor = after(dispatched, ['start', supervisor], ['resolve', supervisor])
    for (const type of ['close', 'rework'] as const) {
      expect(refusal(bySupervisor, type, supervisor)).toBe('handlerMayNotCheck')
      expect(refusal(bySupervisor, type, secondSupervisor)).toBeUndefined()
      expect(refusal(resolved, type, supervisor)).toBeUndefined()
    }
  })

  it('that was fixed on the spot may not be closed by its author', () => {
    const own = captured('selfHandled', supervisor)
    expect(refusal(own, 'close', supervisor)).toBe('handlerMayNotCheck')
    expect(refusal(own, 'close', secondSupervisor)).toBeUndefined()
  })

  it('goes back to the handler when the check fails, and can be resolved again', () => {
    const back = after(resolved, ['rework', supervisor])
    expect(back.standing).toBe('inProgress')
    expect(refusal(back, 'resolve', handler)).toBeUndefined()
  })

  it('that is closed or followed up is reopened by a supervisor with a reason, and goes on', () => {
    const closed = after(resolved, ['close', supervisor])
    for (const ended of [closed, after(closed, ['followUp', supervisor])]) {
      expect(refusal(ended, 'rework', supervisor)).toBeUndefined()
      for (const member of [worker, volunteer, handler, admin])
        expect(refusal(ended, 'rework', member)).toBe('notAllowed')
      const back = after(ended, ['rework', supervisor])
      expect(back.standing).toBe('inProgress')
      expect(refusal(back, 'resolve', handler)).toBeUndefined()
    }
    expect(refusal(after(captured(), ['reject', supervisor]), 'rework', supervisor)).toBe(
      'wrongStanding',
    )
  })

  it('that its author had put right can be given to a handler once it is reopened', () => {
    const back = after(captured('selfHandled'), ['close', supervisor], ['rework', supervisor])
    expect(refusal(back, 'dispatch', supervisor)).toBeUndefined()
    expect(nextDecision(hazard.workflow, back as Report, supervisor, tree)).toBe('dispatch')
    expect(refusal(after(back, ['dispatch', supervisor]), 'start', handler)).toBeUndefined()
  })

  it('that was returned is amended by its author only, and is then reported again', () => {
    const returned = after(captured(), ['return', supervisor])
    expect(refusal(returned, 'amend', worker)).toBeUndefined()
    expect(refusal(returned, 'amend', neighbour)).toBe('notYours')
    expect(refusal(captured(), 'amend', worker)).toBe('wrongStanding')
    expect(after(returned, ['amend', worker]).standing).toBe('reported')
  })

  it('can be withdrawn until it is accepted', () => {
    expect(refusal(captured(), 'withdraw', worker)).toBeUndefined()
    expect(refusal(captured('selfHandled'), 'withdraw', worker)).toBeUndefined()
    expect(refusal(after(captured(), ['accept', supervisor]), 'withdraw', worker)).toBe(
      'wrongStanding',
    )
  })

  it('can be given to somebody else before the work starts', () => {
    expect(refusal(dispatched, 'dispatch', supervisor)).toBeUndefined()
    expect(refusal(resolved, 'dispatch', supervisor)).toBe('wrongStanding')
  })

  it('keeps its status when a note is added', () =>
    expect(after(resolved, ['note', worker]).standing).toBe('resolved'))

  it('takes no step from a member who has left', () => {
    expect(
      openSteps(hazard.workflow, captured(), { ...supervisor, isActive: false }, tree),
    ).toEqual([])
  })

  it('offers each person only what they may do now', () => {
    expect(openSteps(hazard.workflow, captured(), worker, tree)).toEqual(['withdraw', 'note'])
    expect(openSteps(hazard.workflow, captured(), supervisor, tree)).toEqual([
      'accept',
      'return',
      'reject',
      'note',
    ])
    expect(openSteps(hazard.workflow, dispatched, handler, tree)).toEqual(['start', 'resolve'])
    expect(openSteps(hazard.workflow, resolved, supervisor, tree)).toEqual([
      'close',
      'rework',
      'note',
    ])
  })
})

describe('a step', () => {
  it('that sends back, refuses or ends needs a reason of more than blanks', () => {
    for (const type of ['return', 'reject', 'withdraw', 'rework', 'followUp', 'note'] as const) {
      expect(missingInStep(hazard.workflow, { type, comment: '  ' })?.code).toBe('missingReason')
      expect(missingInStep(hazard.workflow, { type, comment: '看不清插座' })).toBeNull()
      expect(missingInStep(hazard.workflow, { type, voice: [] })?.code).toBe('missingReason')
      expect(missingInStep(hazard.workflow, { type, voice: [{} as VoiceRef] })).toBeNull()
    }
  })

  it('that dispatches names a handler, one that resolves brings a photo', () => {
    expect(missingInStep(hazard.workflow, { type: 'dispatch' })?.code).toBe('missingHandler')
    expect(missingInStep(hazard.workflow, { type: 'resolve', photos: [] })?.code).toBe(
      'missingPhoto',
    )
    expect(missingInStep(hazard.workflow, { type: 'resolve', photos: [{} as PhotoRef] })).toBeNull()
  })

  it('of hazards is refused on a visit that has no such step', () => {
    expect(whyNot(visit.workflow, captured(), 'dispatch', supervisor, tree)?.code).toBe(
      'wrongStanding',
    )
  })

  it('on a visit is not for volunteers, who may not read it', () => {
    expect(openSteps(visit.workflow, captured(), volunteer, tree)).toEqual([])
    expect(openSteps(visit.workflow, captured(), supervisor, tree)).toEqual([
      'accept',
      'return',
      'note',
    ])
  })
})
