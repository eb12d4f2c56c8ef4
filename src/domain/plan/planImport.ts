// One act on the plan: an import of a file, or an edit at the desk. It applies whole or not at all
// (K1), and can be taken back for thirty days (K5).
import type { Grid } from '../grid.ts'
import type { Instant, MemberId, PlanImportId } from '../ids.ts'
import type { Place } from '../place.ts'

export interface PlanCounts {
  new: number
  changed: number
  gone: number
}

/** What a row was before, and the version the import made of it. */
export interface UndoRow {
  t: 'grid' | 'place'
  id: string
  v: number
  /** Null for a row that the import made. */
  f: Grid | Place | null
}

export interface PlanImport {
  id: PlanImportId
  by: MemberId | null
  at: Instant
  /** Empty for what was edited at the desk. */
  fileName: string
  /** Name of what was asked: under the same id nothing else is done. */
  content?: string
  grids: PlanCounts
  places: PlanCounts
  /** Kept by the server alone, for as long as it can be taken back. */
  undo?: UndoRow[]
  undoneAt?: Instant
  /** Rows that somebody had altered since, which stayed as they were. */
  keptAtUndo?: number
}

export const noCounts = (): PlanCounts => ({ new: 0, changed: 0, gone: 0 })
