// Whether two tellings are one change: saved from two windows, or from two copies of a phone, it
// has another number and another moment of the tap, and says the same (S5).
import { canonicalJson } from './canonicalJson.ts'

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function contentOf(change: object): string {
  const { n: _n, at: _at, step, ...rest } = change as { n?: unknown; at?: unknown; step?: unknown }
  return canonicalJson(
    step === undefined
      ? rest
      : { ...rest, step: isObject(step) ? { ...step, at: undefined } : step },
  )
}

export const isSameChange = (one: object, other: object): boolean =>
  contentOf(one) === contentOf(other)
