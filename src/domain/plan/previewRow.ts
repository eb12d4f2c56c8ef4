// One row of a preview: what it was, what it would be, and what a person has chosen on the way.
import type { Grid } from '../grid.ts'
import type { GridId, PlanImportId } from '../ids.ts'
import type { Place, PlaceType } from '../place.ts'
import { type AlteredField, alteredFields, type PlanRowChange } from './plan.ts'

export interface PreviewChoices {
  importId: PlanImportId
  now: number
  /** A fresh id for each new row. */
  newId: () => string
  /** Where a place lies whose grid neither the file nor its position says. */
  usualGridId: GridId
  /** Whether grids that the file only names are made, without a border, below the community. */
  makesGrids: boolean
  /** Types of which the file has a row for every place there is: the others are gone. */
  goneTypes: readonly PlaceType[]
  /** Types that are on the round of a patrol where the file does not say. */
  pointTypes: readonly PlaceType[]
  /** Rows that a person has left out, by their number in the file. */
  leftOut: ReadonlySet<number>
}

export interface PreviewRow {
  state: 'new' | 'changed' | 'same' | 'gone'
  line: number | null
  change: PlanRowChange
  altered: AlteredField[]
}

/** How words of a file are compared: full-width or not, with blanks or without. */
export const key = (word: string): string =>
  word.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

/** @param was the row as it stands, where there is one */
export function rowOf(
  change: PlanRowChange,
  line: number | null,
  was: Grid | Place | undefined,
): PreviewRow {
  const altered = was ? alteredFields({ ...was }, { ...change.set }) : []
  return {
    state: !was ? 'new' : altered.length > 0 ? 'changed' : 'same',
    line,
    change,
    altered,
  }
}
