// Type, severity and tier of a hazard as a supervisor may correct them while accepting.
import { proposal } from '#kinds/hazard/hazard.ts'
import { type Severity, severities } from '#kinds/hazard/hazardTypes.ts'
import type { Tier } from '#domain/workCalendar.ts'

export interface Grading {
  type: string
  severity: Severity
  tier: Tier
}

type Body = Record<string, unknown>

/** Only what was captured with a type, a severity and a tier can be graded. */
export const isGradable = (body: Body): boolean =>
  typeof body.type === 'string' && severities.some((each) => each === body.severity) && [1, 2, 3].includes(body.tier as number)

export const gradingOf = (body: Body): Grading => ({ type: String(body.type), severity: body.severity as Severity, tier: body.tier as Tier })

/** Another type brings its own severity and tier with it. */
export function withType(type: string): Grading {
  const { severity, tier } = proposal(type)
  return { type, severity, tier }
}

/** The fields that differ, as the step carries them; undefined when nothing was corrected. */
export function correctionOf(body: Body, grading: Grading | null): Record<string, unknown> | undefined {
  if (!grading) return undefined
  const changed = (['type', 'severity', 'tier'] as const).filter((field) => grading[field] !== body[field])
  return changed.length ? Object.fromEntries(changed.map((field) => [`body.${field}`, grading[field]])) : undefined
}
