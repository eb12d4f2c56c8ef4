// Reads a file that holds a plan and says what an import would do, away from the page: a hundred
// megabytes of outlines would stop it. Started by planReader.ts, one for each file.
import { type PlanFile, type PlanGeometry, readPlanFile } from '#geo/planFiles/planFile.ts'
import { newId } from '#domain/newId.ts'
import { planDrafts } from '#domain/plan/planDrafts.ts'
import { guessColumns } from '#domain/plan/planColumns.ts'
import { planPreview } from '#domain/plan/planPreview.ts'
import { systemOf } from '#geo/systems/planSystem.ts'
import { toWgs84 } from '#geo/systems/toWgs84.ts'
import { doubtOf, pointsIn } from './doubtOf.ts'
import type { PlanRead, PlanRequest, PlanTold } from './planRequest.ts'
import { sayNames } from './sayNames.ts'

declare const self: DedicatedWorkerGlobalScope

const sampleRows = 5
let file: PlanFile | null = null

self.onmessage = ({ data }: MessageEvent<PlanRequest>) => {
  const answer: Promise<PlanRead | PlanTold> = data.ask === 'read' ? read(data) : preview(data)
  answer.then(
    (told) => self.postMessage(told),
    (error: unknown) =>
      // A promise that is refused here tells the page nothing: it would wait for ever.
      setTimeout(() => {
        throw error
      }),
  )
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
      system: file.system === null ? null : systemOf(file.system),
      notes,
    },
  }
}

/** What cannot be converted lies nowhere, and is told so row by row. */
const nowhere = (): [number, number] => [NaN, NaN]

async function preview({
  choices,
  plan,
  now,
}: Extract<PlanRequest, { ask: 'preview' }>): Promise<PlanTold> {
  if (!file) throw new Error('a preview is asked for before its file was read')
  const drafts = planDrafts(file, {
    columns: choices.columns,
    usualType: choices.usualType,
    toWgs84: (await toWgs84(choices.system, choices.isExchanged)) ?? nowhere,
  })
  const told = planPreview(plan, drafts, {
    ...choices,
    now,
    newId: () => newId(now, crypto),
    leftOut: new Set(choices.leftOut),
  })
  await sayNames(told.rows)
  return { preview: told, doubt: doubtOf(pointsIn(file, choices.columns), plan, choices) }
}
