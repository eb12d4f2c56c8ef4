// What the page and the plan worker say to each other. The rows of a file stay in the worker; the
// page sees a few of them, and what an import of them would do.
import type { PlanEncoding, PlanFormat, FileProblem } from '#geo/planFiles/planFile.ts'
import type { SystemGuess } from '#geo/systems/guessSystem.ts'
import type { PlanSystem } from '#geo/systems/planSystem.ts'
import type { GridId, PlanImportId } from '#domain/ids.ts'
import type { PlaceType } from '#domain/place.ts'
import type { Plan } from '#domain/plan/plan.ts'
import type { ColumnChoice } from '#domain/plan/planColumns.ts'
import type { PlanPreview } from '#domain/plan/planPreview.ts'

export interface PlanHead {
  format: PlanFormat
  encoding: PlanEncoding | null
  columns: string[]
  rows: number
  /** The first few. */
  sample: Record<string, string>[]
  /** Whether its rows bring their own position or outline. */
  hasGeometry: boolean
  /** Whether it holds outlines, so that its rows may be grids. */
  hasOutlines: boolean
  guess: ColumnChoice
  /** As the file itself says; null where it says nothing that is known. */
  system: PlanSystem | null
  notes: FileProblem[]
}

export interface PlanChoices {
  importId: PlanImportId
  columns: ColumnChoice
  system: PlanSystem
  /** The file has north before east, or latitude before longitude. */
  isExchanged: boolean
  usualType: PlaceType | 'grid'
  usualGridId: GridId
  makesGrids: boolean
  goneTypes: PlaceType[]
  pointTypes: PlaceType[]
  leftOut: number[]
}

/** Another reading of the file's coordinates than the one that was chosen, and why. */
export type SystemDoubt =
  | (Pick<SystemGuess, 'system' | 'isExchanged' | 'metres'> & {
      reason: SystemGuess['reason']
    })
  /** Metres, read as degrees; `system` null where the meridian has to be asked for. */
  | { reason: 'metres'; system: PlanSystem | null; isExchanged: boolean; metres: 0 }

export interface PlanTold {
  preview: PlanPreview
  doubt: SystemDoubt | null
}

export type PlanRequest =
  | { ask: 'read'; file: Blob; encoding?: PlanEncoding }
  | { ask: 'preview'; choices: PlanChoices; plan: Plan; now: number }

export type PlanRead = { ok: true; head: PlanHead } | { ok: false; problem: FileProblem }
export type PlanAnswers = { read: PlanRead; preview: PlanTold }
