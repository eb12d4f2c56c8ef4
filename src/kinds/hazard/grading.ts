// Type, severity and tier of a hazard as a supervisor may correct them while accepting.
import type { Tier } from '#domain/workCalendar.ts'
import { proposal } from './hazard.ts'
import type { Severity } from './hazardTypes.ts'

export interface Grading {
  type: string
  severity: Severity
  tier: Tier
}

type Body = Record<string, unknown>

export const gradingOf = (body: Body): Grading => ({
  type: String(body.type),
  severity: body.severity as Severity,
  tier: body.tier as Tier,
})

/** Another type brings its own severity and tier with it. */
export function withType(type: string): Grading {
  const { severity, tier } = proposal(type)
  return { type, severity, tier }
}

/** The fields that differ, as the step carries them; undefined when nothing was corrected. */
export function correctionOf(body: Body, grading: Grading): Record<string, unknown> | undefined {
  const changed = (['type', 'severity', 'tier'] as const).filter(
    (field) => grading[field] !== body[field],
  )
  return changed.length
    ? Object.fromEntries(changed.map((field) => [`body.${field}`, grading[field]]))
    : undefined
}
