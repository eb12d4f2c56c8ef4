// The plan of a community as it stands: its grids and places with the version of each row, and what
// an import would put in their stead.
import type { Grid } from '../grid.ts'
import type { Place } from '../place.ts'
import type { Fields } from '../row.ts'
import { isSameValue } from '../sameValue.ts'

export interface Versioned<T> {
  /** Of the row; 0 where there is none yet. */
  v: number
  f: T
}

export interface Plan {
  grids: ReadonlyMap<string, Versioned<Grid>>
  places: ReadonlyMap<string, Versioned<Place>>
}

/** One row as it is to be, and the version it was seen at: 0 makes it. */
export type PlanRowChange =
  | { t: 'grid'; id: string; before: number; set: Grid }
  | { t: 'place'; id: string; before: number; set: Place }

export interface AlteredField {
  field: string
  from: unknown
  to: unknown
}

/** What the row says otherwise; bookkeeping of imports is no news. */
export function alteredFields(before: Fields, after: Fields): AlteredField[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => field !== 'importId' && !isSameValue(before[field], after[field]))
    .map((field) => ({ field, from: before[field], to: after[field] }))
}

/** The plan with these rows in it. */
export function planWith(plan: Plan, changes: readonly PlanRowChange[]): Plan {
  const grids = new Map(plan.grids)
  const places = new Map(plan.places)
  for (const { t, id, before, set } of changes) {
    if (t === 'grid') grids.set(id, { v: before + 1, f: set })
    else places.set(id, { v: before + 1, f: set })
  }
  return { grids, places }
}

/** The row as it is to be, at the version it has in this plan. */
export const gridChange = ({ grids }: Plan, set: Grid): PlanRowChange => ({
  t: 'grid',
  id: set.id,
  before: grids.get(set.id)?.v ?? 0,
  set,
})

export const placeChange = ({ places }: Plan, set: Place): PlanRowChange => ({
  t: 'place',
  id: set.id,
  before: places.get(set.id)?.v ?? 0,
  set,
})

/** Those in use. */
export const standing = <T extends Grid | Place>(rows: ReadonlyMap<string, Versioned<T>>): T[] =>
  [...rows.values()].flatMap(({ f }) => (f.retiredAt === undefined ? [f] : []))
