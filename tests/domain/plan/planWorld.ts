// A plan as it stands, rows of a file, and what a preview makes of them, for the tests beside it.
import type { PlanFile, PlanRow } from '#geo/planFiles/planFile.ts'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlanImportId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import { type Plan, type PlanRowChange, planWith } from '#domain/plan/plan.ts'
import { type ColumnChoice, guessColumns } from '#domain/plan/planColumns.ts'
import { type DraftChoices, type Drafts, planDrafts } from '#domain/plan/planDrafts.ts'
import { type PlanPreview, planPreview, type PreviewChoices } from '#domain/plan/planPreview.ts'

export const dayMs = 86_400_000
export const today = 200 * dayMs

export const aGrid = (id: string, more: Partial<Grid> = {}): Grid => ({
  id: id as GridId,
  name: id,
  level: 'grid',
  parentId: 'root' as GridId,
  border: [],
  ...more,
})
export const aPlace = (id: string, more: Partial<Place> = {}): Place => ({
  id: id as Place['id'],
  type: 'building',
  code: id.toUpperCase(),
  name: `${id}号楼`,
  gridId: 'east' as GridId,
  parentId: null,
  lat: 30.59,
  lon: 114.31,
  ...more,
})
export const root = aGrid('root', { name: '幸福社区', level: 'community', parentId: null })

/** Each row at version 1; a root and a grid `east` stand in every one. */
export const planOf = (places: readonly Place[] = [], grids: readonly Grid[] = []): Plan => ({
  grids: new Map([root, aGrid('east'), ...grids].map((f) => [f.id, { v: 1, f }])),
  places: new Map(places.map((f) => [f.id, { v: 1, f }])),
})

/** Cells of each row, header first. */
export function fileOf(columns: string[], ...cells: string[][]): PlanFile {
  const rows = cells.map((row, index): PlanRow => {
    const values = Object.fromEntries(columns.map((column, at) => [column, row[at] ?? '']))
    return { line: index + 2, values, geometry: null }
  })
  return { format: 'csv', encoding: 'utf-8', columns, rows, system: null, notes: [] }
}

export const draftsOf = (
  file: PlanFile,
  more: Partial<DraftChoices> = {},
  columns: ColumnChoice = guessColumns(file.columns),
): Drafts =>
  planDrafts(file, { columns, usualType: 'building', toWgs84: (corner) => corner, ...more })

export function previewOf(
  plan: Plan,
  drafts: Drafts,
  more: Partial<PreviewChoices> = {},
): PlanPreview {
  let made = 0
  return planPreview(plan, drafts, {
    importId: 'import' as PlanImportId,
    now: today,
    newId: () => `new-${++made}`,
    usualGridId: root.id,
    makesGrids: false,
    goneTypes: [],
    pointTypes: [],
    leftOut: new Set(),
    ...more,
  })
}

/** Its rows that are not the same, as the server is sent them. */
export const changesOf = ({ rows }: PlanPreview): PlanRowChange[] =>
  rows.filter(({ state }) => state !== 'same').map(({ change }) => change)
export const planAfter = (plan: Plan, preview: PlanPreview): Plan =>
  planWith(plan, changesOf(preview))
