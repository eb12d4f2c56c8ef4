// Walks (domain/patrol.ts): for everyone of their grid, altered by whoever walked.
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { canSomewhere } from '#domain/member.ts'
import type { Patrol } from '#domain/patrol.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Fields, FieldsOf } from '#domain/row.ts'
import { gridScope, ownScope } from '#domain/scope.ts'
import { invalidFields } from '../invalidFields.ts'
import type { DecisionContext, RecordType, Reference } from '../recordType.ts'
import { PatrolSchema } from './patrolSchema.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    patrol: Patrol
  }
}

export const patrol: RecordType<'patrol'> = {
  t: 'patrol',
  since: 1,
  policies: {
    by: 'fixed',
    gridId: 'fixed',
    startedAt: 'fixed',
    endedAt: 'last',
    pauses: 'set',
    checks: 'set',
  },
  waitsAs: 'field.connection.patrol',
  dataClassOf: () => 'work',
  scopesOf: ({ f }) => [gridScope('work', f.gridId), ownScope(f.by)],
  scopesOfMember: ({ id }) => [ownScope(id)],
  scopesOfGrid: ({ id, classes }) => (classes.includes('work') ? [gridScope('work', id)] : []),
  decision: {
    references: ({ gridId, checks }) => [
      { t: 'grid', id: gridId },
      ...(Array.isArray(checks) ? checks.map(placeOf) : []),
    ],
    read,
    whyNotCreate: ({ by }, { member, onBehalfOf, tree }) => {
      if (by !== member.id && by !== onBehalfOf) return fault('notYours')
      return canSomewhere(member, 'patrol', tree) ? null : fault('notAllowed')
    },
    whyNotTouch: (_change, { f }, { member }) => (f.by === member.id ? null : fault('notYours')),
  },
}

/** What is no check names no place. */
const placeOf = (check: unknown): Reference => ({
  t: 'place',
  id: (check as { placeId?: unknown } | null)?.placeId,
})

function read(fields: Fields, context: DecisionContext): Result<FieldsOf<'patrol'>> {
  const parsed = v.safeParse(PatrolSchema, fields)
  if (!parsed.success) return fail(invalidFields(parsed.issues[0]))
  if (!context.hasGrid(parsed.output.gridId)) return fail(fault('unknownGrid'))
  return parsed.output.checks.every((check) => context.hasPlace(check.placeId))
    ? succeed(fields as FieldsOf<'patrol'>)
    : fail(fault('unknownPlace'))
}
