// What the decision about a change may know of the world, read through the batch it came in. Made
// by applyAs.ts for records/decide.ts.
import type { Change } from '#domain/change.ts'
import type { Fields } from '#domain/row.ts'
import type { DecisionContext } from '#records/recordType.ts'
import type { Actor } from './actor.ts'
import type { BatchRows } from './batchRows.ts'

export async function decisionContext(
  rows: BatchRows,
  change: Change,
  { member, receivedAt, onBehalfOf }: Actor,
): Promise<DecisionContext> {
  const set: Fields = change.set ?? {}
  const row: Fields = (await rows.row(change.t, change.row))?.f ?? {}
  const added = change.op === 'patch' ? change.add?.checks : []
  for (const grid of [set.gridId, row.gridId]) await rows.readReference('grid', grid)
  for (const place of [
    set.placeId,
    row.placeId,
    ...[set.checks, row.checks, added].flatMap(placesOf),
  ])
    await rows.readReference('place', place)
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

/** Asked before the change is checked: what is no check names no place. */
const placesOf = (checks: unknown): unknown[] =>
  Array.isArray(checks)
    ? checks.map((check) => (check as { placeId?: unknown } | null)?.placeId)
    : []
