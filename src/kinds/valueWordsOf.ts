// The area of messages that the values of a field are keys of, e.g. `hazardType` of `body.type`.
import { kindOf, kinds } from './kinds.ts'

/**
 * Undefined where values are no keys. @param kind of the report; where it is not known, whichever
 * kind has such a field.
 */
export function valueWordsOf(field: string, kind?: string): string | undefined {
  if (!field.startsWith('body.')) return undefined
  const name = field.slice('body.'.length)
  const known = kind === undefined ? undefined : kindOf(kind)
  const having = known ?? kinds.find((each) => each.valueWords?.[name])
  return having?.valueWords?.[name]
}
