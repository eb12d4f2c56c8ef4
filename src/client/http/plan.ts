// The calls of whoever draws the plan: they need the connection and a signed-in person. An import
// that is sent again under its id is applied once.
import type { PlanImportId } from '#domain/ids.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import type { Result } from '#domain/result.ts'
import { PlanAnswer, UndoAnswer } from '#protocol/planMessages.ts'
import { call } from './call.ts'
import type { Transport } from './transport.ts'
import { zippedJson } from './zippedJson.ts'

export interface PlanImportInput {
  id: PlanImportId
  /** Empty for an edit at the desk. */
  fileName: string
  rows: readonly PlanRowChange[]
}

export const importPlan = async (
  on: Transport,
  input: PlanImportInput,
): Promise<Result<PlanAnswer>> =>
  call(on, { method: 'POST', path: '/api/plan/imports', ...(await zippedJson(input)) }, PlanAnswer)

const undoPath = (id: PlanImportId): string => `/api/plan/imports/${encodeURIComponent(id)}/undo`

export const undoImport = (on: Transport, id: PlanImportId): Promise<Result<UndoAnswer>> =>
  call(on, { method: 'POST', path: undoPath(id), json: {} }, UndoAnswer)
