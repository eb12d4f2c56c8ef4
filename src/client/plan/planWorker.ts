// Reads a file that holds a plan and says what an import would do, away from the page: a hundred
// megabytes of outlines would stop it. Started by planReader.ts, one for each file.
import { type PlanFile, type PlanGeometry, readPlanFile } from '#geo/planFiles/planFile.ts'
import { newId } from '#domain/newId.ts'
import { planDrafts } from '#domain/plan/planDrafts.ts'
import { guessColumns } from '#domain/plan/planColumns.ts'
import { type PlanPreview, planPreview } from '#domain/plan/planPreview.ts'
import type { PlanRead, PlanRequest } from './planRequest.ts'

declare const self: DedicatedWorkerGlobalScope

const sampleRows = 5
let file: PlanFile | null = null

self.onmessage = async ({ data }: MessageEvent<PlanRequest>) => {
  self.postMessage(data.ask === 'read' ? await read(data) : preview(data))
}

async function read({
  file: blob,
  encoding,
}: Extract<PlanRequest, { ask: 'read' }>): Promise<PlanRead> {
  const told = await readPlanFile(blob, encoding ? { encoding } : {})
  if (!told.ok) return told
  file = told.file
  const { format, columns, rows, notes } = file
  const has = (type: PlanGeometry['type']): boolean =>
    rows.some(({ geometry }) => geometry?.type === type)
  const hasOutlines = has('polygons')
  return {
    ok: true,
    head: {
      format,
      encoding: file.encoding,
      columns,
      rows: rows.length,
      sample: rows.slice(0, sampleRows).map(({ values }) => values),
      hasGeometry: hasOutlines || has('point') || has('line'),
      hasOutlines,
      guess: guessColumns(columns),
      notes,
    },
  }
}

function preview({ choices, plan, now }: Extract<PlanRequest, { ask: 'preview' }>): PlanPreview {
  if (!file) throw new Error('a preview is asked for before its file was read')
  const drafts = planDrafts(file, {
    columns: choices.columns,
    usualType: choices.usualType,
    toWgs84: (corner) => corner,
  })
  return planPreview(plan, drafts, {
    ...choices,
    now,
    newId: () => newId(now, crypto),
    leftOut: new Set(choices.leftOut),
  })
}
