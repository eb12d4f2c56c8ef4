// The one decision about a change: may it be applied to the row as it stands now? Pure; the server
// gathers what it needs to know and decides for good, a phone asks to warn before it sends. Not
// applied never means thrown away: the answer `fault` parks the change (S6, S7).
import type { Change, CreateChange, PatchChange } from '#domain/change.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Row } from '#domain/row.ts'
import type { Applied } from './applyChange.ts'
import { checkPolicies } from './checkPolicies.ts'
import { effectOf } from './effectOf.ts'
import type { Decision, DecisionContext } from './recordType.ts'
import { recordTypeOf } from './recordTypeOf.ts'

type AnyDecision = Decision<Row['t']>

export function decide(change: Change, row: Row | null, context: DecisionContext): Result<Applied> {
  if (change.by !== context.member.id || !context.member.isActive) return fail(fault('notYours'))
  const decision = recordTypeOf(change.t)?.decision
  if (!decision) return fail(fault('notAllowed'))
  if (change.op === 'create') return decideCreate(decision, change, context)
  // One answer for both: whoever is not shown a row learns nothing of it, not even that it is
  // there.
  if (!row || !context.isShown(row)) return fail(fault('unknownReport'))
  return decidePatch(decision, change, row, context)
}

function decideCreate(
  decision: AnyDecision,
  change: CreateChange,
  context: DecisionContext,
): Result<Applied> {
  const wrong = checkCreate(change)
  if (wrong) return fail(wrong)
  const read = decision.read(change.set, context)
  if (!read.ok) return read
  const refused = decision.whyNotCreate(read.value, context)
  return refused ? fail(refused) : succeed(effectOf(change, null, context.receivedAt))
}

/** A create has a name of its own and no story yet: neither would be found in the row. */
function checkCreate({ row, set }: CreateChange): Fault | null {
  if (set.id !== undefined && set.id !== row) return fault('invalidFields', { field: 'id' })
  return set.steps === undefined || (Array.isArray(set.steps) && set.steps.length === 0)
    ? null
    : fault('invalidFields', { field: 'steps' })
}

function decidePatch(
  decision: AnyDecision,
  change: PatchChange,
  row: Row,
  context: DecisionContext,
): Result<Applied> {
  const refused =
    decision.whyNotTouch(change, row, context) ??
    checkStep(decision, change, row, context) ??
    checkPolicies(change) ??
    (change.step && !decision.whyNotStep ? fault('invalidFields', { field: 'step' }) : null) ??
    decision.whyNotAlter?.(change, row, context)
  if (refused) return fail(refused)
  const applied = effectOf(change, row, context.receivedAt)
  // Applied is what is in the row with all its parts.
  if (applied.taken.length > 0) return fail(fault('idTaken'))
  const read = decision.read(applied.row.f, context)
  if (!read.ok) return read
  const wrong = decision.whyNotBecome?.(row.f, read.value, context)
  return wrong ? fail(wrong) : succeed(applied)
}

const checkStep = (
  decision: AnyDecision,
  { step }: PatchChange,
  row: Row,
  context: DecisionContext,
): Fault | null => (step && decision.whyNotStep?.(step, row, context)) ?? null
