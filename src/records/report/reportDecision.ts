// Which reports may be made, which steps taken, and which fields altered by whom. Asked by
// records/decide.ts.
import * as v from 'valibot'
import { whyNotAlter, whyNotMove } from '#domain/alteration.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { canIn, canSomewhere } from '#domain/member.ts'
import { photoLimits } from '#domain/photo.ts'
import { isOnEarth } from '#domain/position.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Fields, FieldsOf } from '#domain/row.ts'
import { isSameStep, type Step } from '#domain/step.ts'
import { isTooMuchVoice, type VoiceRef, voiceLimits } from '#domain/voice.ts'
import { missingInStep, whyNot } from '#domain/workflow.ts'
import { kindOf } from '#kinds/kinds.ts'
import { whyIncomplete } from '#kinds/whyIncomplete.ts'
import { StepSchema } from '#protocol/rowSchemas.ts'
import { invalidFields } from '../invalidFields.ts'
import type { Decision, DecisionContext } from '../recordType.ts'
import { ReportSchema } from './reportSchema.ts'

export const reportDecision: Decision<'report'> = {
  references: ({ gridId, placeId }) => [
    { t: 'grid', id: gridId },
    { t: 'place', id: placeId },
  ],
  read,
  whyNotCreate: (report, { member, onBehalfOf, tree }) => {
    const kind = kindOf(report.kind)!
    if (report.by !== member.id && report.by !== onBehalfOf) return fault('notYours')
    if (!canSomewhere(member, kind.ability, tree)) return fault('notAllowed')
    return whyIncomplete(kind, report)
  },
  whyNotTouch: (_change, { f }) => (kindOf(f.kind) ? null : fault('unknownKind')),
  whyNotStep: (step, { f }, context) => whyNotStep(step, f, context),
  whyNotAlter: (change, { f }, { member, tree }) => whyNotAlter(f, change, member, tree),
  whyNotBecome: (before, after, { member, tree }) =>
    whyNotMove(before, after.gridId, kindOf(before.kind)!.ability, member, tree),
}

function whyNotStep(step: Step, report: Report, context: DecisionContext): Fault | null {
  if (isTooMuchIn(step.voice)) return tooMuchVoice
  const parsed = v.safeParse(StepSchema, step)
  if (!parsed.success) return invalidFields(parsed.issues[0])
  if (step.by !== context.member.id) return fault('notYours')
  const before = report.steps.find(({ id }) => id === step.id)
  if (before) return isSameStep(before, step) ? null : fault('idTaken')
  const { workflow } = kindOf(report.kind)!
  if (step.from !== report.standing) return fault('wrongStanding', { standing: report.standing })
  const refused =
    whyNot(workflow, report, step.type, context.member, context.tree) ??
    missingInStep(workflow, step)
  if (refused) return refused
  if (step.handlerId) {
    const handler = context.otherMember(step.handlerId)
    if (!handler || !canIn(handler, 'handle', report.gridId, context.tree))
      return fault('missingHandler')
  }
  return null
}

function read(fields: Fields, context: DecisionContext): Result<FieldsOf<'report'>> {
  const wrong = check(fields, context)
  return wrong ? fail(wrong) : succeed(fields as FieldsOf<'report'>)
}

function check(fields: Fields, context: DecisionContext): Fault | null {
  const { photos, voice, position } = fields
  if (Array.isArray(photos) && photos.length > photoLimits.perReport)
    return fault('tooManyPhotos', { limit: photoLimits.perReport })
  if (isTooMuchIn(voice)) return tooMuchVoice
  if (position !== undefined && !isPosition(position)) return fault('badPosition')
  const parsed = v.safeParse(ReportSchema, fields)
  if (!parsed.success) return invalidFields(parsed.issues[0])
  const kind = kindOf(parsed.output.kind)
  if (!kind) return fault('unknownKind')
  const body = v.safeParse(kind.schema, parsed.output.body)
  if (!body.success)
    return body.issues[0].path?.[0]?.key === 'type'
      ? fault('unknownKind')
      : invalidFields(body.issues[0], 'body.')
  if (!context.hasGrid(parsed.output.gridId)) return fault('unknownGrid')
  if (parsed.output.placeId !== undefined && !context.hasPlace(parsed.output.placeId))
    return fault('unknownPlace')
  return null
}

const tooMuchVoice = fault('tooMuchVoice', {
  limit: voiceLimits.seconds,
  notes: voiceLimits.notes,
})
/** Whoever wrote it may have written anything. */
const isTooMuchIn = (voice: unknown): boolean =>
  v.safeParse(v.array(v.looseObject({ seconds: v.number() })), voice).success &&
  isTooMuchVoice(voice as VoiceRef[])

const isPosition = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && isOnEarth(value as { lat: number; lon: number })
