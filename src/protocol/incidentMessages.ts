// What crosses the wire about incidents (SPEC.md, I rules). Types are text here: a desk shows one
// it does not know by a general sentence.
import * as v from 'valibot'
import type { MemberId } from '#domain/ids.ts'
import { named } from './scalars.ts'

export const incidentLimits = { noteCharacters: 500 } as const

export const IncidentSchema = v.object({
  id: v.string(),
  type: v.string(),
  deviceId: v.nullable(v.string()),
  memberId: v.nullable(named<MemberId>()),
  deviceLabel: v.nullable(v.string()),
  detail: v.record(v.string(), v.union([v.string(), v.number()])),
  at: v.number(),
  closedAt: v.nullable(v.number()),
  /** The supervisor who saw to it; null where the work turned up by itself. */
  closedBy: v.nullable(named<MemberId>()),
  note: v.nullable(v.string()),
})
export type IncidentSchema = v.InferOutput<typeof IncidentSchema>

export const IncidentsAnswer = v.object({ v: v.literal(1), incidents: v.array(IncidentSchema) })
export type IncidentsAnswer = v.InferOutput<typeof IncidentsAnswer>

export const IncidentSeeing = v.object({
  note: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(incidentLimits.noteCharacters)),
})
