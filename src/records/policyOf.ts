// Which policy a field has, by the record type it belongs to; undefined for a field that no change
// alters.
import { type FieldPolicy, isBanned } from '#domain/fieldPolicy.ts'
import type { RowType } from '#domain/row.ts'
import { recordTypeOf } from './recordTypeOf.ts'

export function policyOf(t: RowType, field: string): FieldPolicy | undefined {
  const type = recordTypeOf(t)
  if (!type || isBanned(field)) return undefined
  return Object.hasOwn(type.policies, field) ? type.policies[field] : type.policyBelow?.(field)
}
