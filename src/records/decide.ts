// The one decision about a change: may it be applied to the row as it stands now? Pure;
// pushBatch.ts gathers what it needs to know. Not applied never means thrown away: the answer
// `fault` parks the change (S6, S7).
import * as v from 'valibot'
import { whyNotAlter, whyNotMove } from '#domain/alteration.ts'
import { type Applied, applyChange, isSameStep, keyOf } from '#domain/applyChange.ts'
import type { Change, CreateChange, PatchChange } from '#domain/change.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { policyOf } from '#domain/fieldPolicy.ts'
import type { GridTree } from '#domain/grid.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import { type Acting, canIn, canSomewhere, type Member } from '#domain/member.ts'
import { photoLimits } from '#domain/photo.ts'
import { isOnEarth } from '#domain/position.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Fields, Row } from '#domain/row.ts'
import { isSameValue } from '#domain/sameValue.ts'
import type { Step } from '#domain/step.ts'
import { missingInStep, statusAfter, whyNot } from '#domain/workflow.ts'
import { createdRow } from '#kinds/createdRow.ts'
import { kindOf } from '#kinds/kinds.ts'
import { whyIncomplete } from '#kinds/whyIncomplete.ts'
import { PatrolSchema, ReportSchema, StepSchema } from '#protocol/rowSchemas.ts'

/** What a decision may know of the world besides the row itself. */
export interface DecisionContext {
  /** Who the device belongs to. */
  member: Acting
  tree: GridTree
  /** Whether they are shown the row, as it stands. */
  isShown(row: Row): boolean
  hasGrid(id: string): boolean
  hasPlace(id: string): boolean
  otherMember(id: string): Member | undefined
  /** Whose parked work the change takes the place of (C5). */
  onBehalfOf?: MemberId
  receivedAt: Instant
}

export function decide(change: Change, row: Row | null, context: DecisionContext): Result<Applied> {
  if (change.by !== context.member.id || !context.member.isActive) return fail(fault('notYours'))
  if (change.t !== 'report' && change.t !== 'patrol') return fail(fault('notAllowed'))
  if (change.op === 'create')
    return change.t === 'report' ? createReport(change, context) : createPatrol(change, context)
  // One answer for both: whoever is not shown a row learns nothing of it, not even that it is
  // there.
  if (!row || !context.isShown(row)) return fail(fault('unknownReport'))
  return change.t === 'report'
    ? patchReport(change, row, context)
    : patchPatrol(change, row, context)
}

/**
 * What an allowed change makes of its row. Asked alone where it was allowed before
 * (restore/replayJournal.ts).
 */
export function effectOf(change: Change, row: Row | null, receivedAt: Instant): Applied {
  if (change.op === 'create')
    return { row: createdRow(change, receivedAt), overwritten: [], taken: [] }
  const { kind, standing } = (row?.f ?? {}) as Partial<Report>
  const workflow = kind === undefined ? undefined : kindOf(kind)?.workflow
  if (!change.step || !workflow || !standing) return applyChange(row, change, receivedAt)
  const step = {
    ...withoutReceipt(change.step),
    to: statusAfter(workflow, standing, change.step.type),
  }
  return applyChange(row, { ...change, step }, receivedAt)
}

/** A create has a name of its own and no story yet: neither would be found in the row. */
function checkCreate({ row, set }: CreateChange): Fault | null {
  if (set.id !== undefined && set.id !== row) return fault('invalidFields', { field: 'id' })
  return set.steps === undefined || (Array.isArray(set.steps) && set.steps.length === 0)
    ? null
    : fault('invalidFields', { field: 'steps' })
}

function createReport(change: CreateChange, context: DecisionContext): Result<Applied> {
  const wrong = checkCreate(change) ?? checkReport(change.set, context)
  if (wrong) return fail(wrong)
  const report = change.set as unknown as Report
  const kind = kindOf(report.kind)!
  if (report.by !== context.member.id && report.by !== context.onBehalfOf)
    return fail(fault('notYours'))
  if (!canSomewhere(context.member, kind.ability, context.tree)) return fail(fault('notAllowed'))
  const missing = whyIncomplete(kind, report)
  return missing ? fail(missing) : succeed(effectOf(change, null, context.receivedAt))
}

function createPatrol(change: CreateChange, context: DecisionContext): Result<Applied> {
  const wrong = checkCreate(change) ?? checkPatrol(change.set, context)
  if (wrong) return fail(wrong)
  if (change.set.by !== context.member.id && change.set.by !== context.onBehalfOf)
    return fail(fault('notYours'))
  return canSomewhere(context.member, 'patrol', context.tree)
    ? succeed(effectOf(change, null, context.receivedAt))
    : fail(fault('notAllowed'))
}

function patchPatrol(change: PatchChange, row: Row, context: DecisionContext): Result<Applied> {
  if (row.f.by !== context.member.id) return fail(fault('notYours'))
  const policyFault = checkPolicies(change)
  if (policyFault ?? change.step)
    return fail(policyFault ?? fault('invalidFields', { field: 'step' }))
  return whole(effectOf(change, row, context.receivedAt), (fields) => checkPatrol(fields, context))
}

function patchReport(change: PatchChange, row: Row, context: DecisionContext): Result<Applied> {
  const report = row.f as unknown as Report
  const kind = kindOf(report.kind)
  if (!kind) return fail(fault('unknownKind'))
  const stepFault = change.step ? checkStep(change.step, report, context) : null
  if (stepFault) return fail(stepFault)
  const policyFault =
    checkPolicies(change) ?? whyNotAlter(report, change, context.member, context.tree)
  if (policyFault) return fail(policyFault)
  return whole(
    effectOf(change, row, context.receivedAt),
    (fields) =>
      checkReport(fields, context) ??
      whyNotMove(report, fields.gridId as GridId, kind.ability, context.member, context.tree),
  )
}

/** Applied is what is in the row with all its parts. */
function whole(applied: Applied, check: (fields: Fields) => Fault | null): Result<Applied> {
  const wrong = applied.taken.length > 0 ? fault('idTaken') : check(applied.row.f)
  return wrong ? fail(wrong) : succeed(applied)
}

const withoutReceipt = (step: Step): Step => {
  const { receivedAt: _dropped, ...rest } = step
  return rest
}

function checkStep(step: Step, report: Report, context: DecisionContext): Fault | null {
  const parsed = v.safeParse(StepSchema, step)
  if (!parsed.success) return invalid(parsed.issues[0])
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

function checkPolicies(change: PatchChange): Fault | null {
  for (const field of Object.keys(change.set ?? {})) {
    const policy = policyOf(change.t, field)
    if (policy !== 'last' && policy !== 'keepBoth')
      return fault('invalidFields', { field: field.slice(0, 64) })
  }
  for (const field of [...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})]) {
    if (policyOf(change.t, field) !== 'set')
      return fault('invalidFields', { field: field.slice(0, 64) })
  }
  for (const [field, elements] of Object.entries(change.add ?? {})) {
    const first = new Map<string, unknown>()
    for (const element of elements) {
      const key = keyOf(field, element)
      if (first.has(key) && !isSameValue(first.get(key), element))
        return fault('invalidFields', { field })
      first.set(key, element)
    }
  }
  return null
}

function checkReport(fields: Fields, context: DecisionContext): Fault | null {
  const { photos, position } = fields as { photos?: unknown; position?: unknown }
  if (Array.isArray(photos) && photos.length > photoLimits.perReport)
    return fault('tooManyPhotos', { limit: photoLimits.perReport })
  if (position !== undefined && !isPosition(position)) return fault('badPosition')
  const parsed = v.safeParse(ReportSchema, fields)
  if (!parsed.success) return invalid(parsed.issues[0])
  const kind = kindOf(parsed.output.kind)
  if (!kind) return fault('unknownKind')
  const body = v.safeParse(kind.schema, parsed.output.body)
  if (!body.success)
    return body.issues[0].path?.[0]?.key === 'type'
      ? fault('unknownKind')
      : invalid(body.issues[0], 'body.')
  if (!context.hasGrid(parsed.output.gridId)) return fault('unknownGrid')
  if (parsed.output.placeId !== undefined && !context.hasPlace(parsed.output.placeId))
    return fault('unknownPlace')
  return null
}

const isPosition = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && isOnEarth(value as { lat: number; lon: number })

function checkPatrol(fields: Fields, context: DecisionContext): Fault | null {
  const parsed = v.safeParse(PatrolSchema, fields)
  if (!parsed.success) return invalid(parsed.issues[0])
  if (!context.hasGrid(parsed.output.gridId)) return fault('unknownGrid')
  return parsed.output.checks.every((check) => context.hasPlace(check.placeId))
    ? null
    : fault('unknownPlace')
}

const invalid = (issue: v.BaseIssue<unknown>, prefix = ''): Fault =>
  fault('invalidFields', { field: (prefix + (v.getDotPath(issue) ?? '')).slice(0, 64) })
