// Whether a patch alters only what may be altered, in the way that may: the same for all types,
// asked by decide.ts.
import type { PatchChange } from '#domain/change.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { keyOf } from '#domain/readField.ts'
import { isSameValue } from '#domain/sameValue.ts'
import { policyOf } from './policyOf.ts'

export function checkPolicies(change: PatchChange): Fault | null {
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
