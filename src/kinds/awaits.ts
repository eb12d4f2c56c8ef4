// The step that the community owes a report: what its status says, unless its kind knows better.
import type { Report } from '#domain/report.ts'
import { meaningOf } from '#domain/status.ts'
import type { StepType } from '#domain/step.ts'
import { kindOf } from './kinds.ts'

/** Null where it waits for its author, or for nobody. */
export function awaitedStepOf({
  kind,
  standing,
  body,
  steps,
}: Pick<Report, 'kind' | 'standing' | 'body' | 'steps'>): StepType | null {
  const own = kindOf(kind)?.awaits?.({ standing, body, steps })
  return own === undefined ? meaningOf(standing).awaits : own
}
