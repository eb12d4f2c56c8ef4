// The calls of whoever draws pictures under the plan: they need the connection and a signed-in
// person. One that is asked for again under its id is made once.
import type { PlanImageId } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import {
  type PlanImageAlteration,
  PlanImageAnswer,
  type PlanImageMaking,
} from '#protocol/planImageMessages.ts'
import { call } from './call.ts'
import type { Transport } from './transport.ts'

const path = '/api/plan-images'

export const makePlanImage = (
  on: Transport,
  making: PlanImageMaking,
): Promise<Result<PlanImageAnswer>> =>
  call(on, { method: 'POST', path, json: making }, PlanImageAnswer)

export const alterPlanImage = (
  on: Transport,
  id: PlanImageId,
  alteration: PlanImageAlteration,
): Promise<Result<PlanImageAnswer>> =>
  call(
    on,
    { method: 'PATCH', path: `${path}/${encodeURIComponent(id)}`, json: alteration },
    PlanImageAnswer,
  )
