// What the decision about a change may know of the world, read through the batch it came in. Made
// by applyAs.ts for records/decide.ts.
import type { Change } from '#domain/change.ts'
import type { DecisionContext } from '#records/recordType.ts'
import { recordTypeOf } from '#records/recordTypeOf.ts'
import type { Actor } from './actor.ts'
import type { BatchRows } from './batchRows.ts'

export async function decisionContext(
  rows: BatchRows,
  change: Change,
  { member, receivedAt, onBehalfOf }: Actor,
): Promise<DecisionContext> {
  const row = await rows.row(change.t, change.row)
  const named = [change.set, row?.f, change.op === 'patch' ? change.add : undefined]
  const decision = recordTypeOf(change.t)?.decision
  for (const fields of named)
    for (const { t, id } of decision?.references(fields ?? {}) ?? [])
      await rows.readReference(t, id)
  if (change.op === 'patch') await rows.readReference('member', change.step?.handlerId)
  return {
    member,
    tree: rows.tree,
    // A lent right opens nothing that its lender is not shown.
    isShown: (shown) => rows.isShown(shown, member.lentBy ?? member),
    receivedAt,
    onBehalfOf,
    hasGrid: (id) => rows.reference('grid', id) !== undefined,
    hasPlace: (id) => rows.reference('place', id) !== undefined,
    otherMember: (id) => rows.reference('member', id)?.f,
  }
}
