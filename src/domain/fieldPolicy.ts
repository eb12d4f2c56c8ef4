// What happens when two people changed the same field. Order of arrival decides, never a clock;
// nothing is lost silently. Which field has which policy is said by its record type (records/).

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
