// What happens when two people changed the same field. Order of arrival decides, never a clock;
// nothing is lost silently.
import type { RowType } from './row.ts'

export type FieldPolicy =
  /** Never changes after the row was made. */
  | 'fixed'
  /** The later arrival stands, the earlier value goes to history and the author is told. */
  | 'last'
  /** The later text stands, the earlier one is kept beside it as a note. */
  | 'keepBoth'
  /** Elements are put in and taken out by id or hash. */
  | 'set'
  /** Only steps alter it. */
  | 'derived'

const policies: Record<RowType, Record<string, FieldPolicy>> = {
  report: {
    kind: 'fixed',
    by: 'fixed',
    capturedAt: 'fixed',
    patrolId: 'fixed',
    foundOn: 'fixed',
    gridId: 'last',
    placeId: 'last',
    position: 'last',
    note: 'keepBoth',
    photos: 'set',
    steps: 'derived',
    standing: 'derived',
    receivedAt: 'derived',
    arrived: 'derived',
  },
  patrol: {
    by: 'fixed',
    gridId: 'fixed',
    startedAt: 'fixed',
    endedAt: 'last',
    pauses: 'set',
    checks: 'set',
  },
  grid: {},
  place: {},
  member: {},
  visitRhythm: {},
  // Decided, not edited (conflict.ts).
  case: {},
  // Written by the server alone (history.ts).
  history: {},
}

const banned = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/

/** No name of a field: it would reach behind the record. */
export const isBanned = (path: string): boolean => banned.test(path)

/**
 * What a parser would drop or JSON could not carry on, by its path; null where nothing of the kind
 * is in it. Deeper than this, nothing is looked at.
 */
export function unkeepableIn(value: unknown, path = '', deepest = 64): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path
  if (typeof value !== 'object' || value === null) return null
  if (deepest === 0) return path
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`
    const found = isBanned(key) ? at : unkeepableIn(inner, at, deepest - 1)
    if (found !== null) return found
  }
  return null
}

/**
 * Fields of a kind's body are `last`; reference rows change through the server's own stream only.
 */
export const policyOf = (t: RowType, field: string): FieldPolicy | undefined =>
  (Object.hasOwn(policies[t], field) ? policies[t][field] : undefined) ??
  (t === 'report' && /^body\.[^.]+$/.test(field) && !isBanned(field) ? 'last' : undefined)
