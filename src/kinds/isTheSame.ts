// Whether a report that is being written is about the same thing as one that is there already; how
// near they lie is asked elsewhere (state/useReports.ts).
import type { Report } from '#domain/report.ts'
import type { Kind } from './kind.ts'
import { kindOf } from './kinds.ts'

/** Never of a body of which its kind cannot tell yet. */
export function isTheSame(
  kind: Kind,
  body: Record<string, unknown>,
  other: Pick<Report, 'kind' | 'body'>,
): boolean {
  const key = kind.duplicateKey?.(body)
  return key !== undefined && other.kind === kind.key && kind.duplicateKey?.(other.body) === key
}

/**
 * The same of every report of one thing; undefined of one that is like no other, and of what is
 * said of people, which is never one thing.
 */
export function thingOf({ kind, body }: Pick<Report, 'kind' | 'body'>): string | undefined {
  const known = kindOf(kind)
  const key = known?.dataClass === 'care' ? undefined : known?.duplicateKey?.(body)
  return key === undefined ? undefined : `${kind} ${key}`
}
