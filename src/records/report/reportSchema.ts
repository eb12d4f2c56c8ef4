// The shape of a report, checked when a change is decided (reportDecision.ts).
import * as v from 'valibot'
import { reportLimits } from '#domain/report.ts'
import {
  idSchema,
  instantSchema,
  photosSchema,
  PositionSchema,
  voiceSchema,
} from '#protocol/rowSchemas.ts'

/** A report without its kind's body, which the kind itself checks. */
export const ReportSchema = v.looseObject({
  kind: v.pipe(v.string(), v.maxLength(40)),
  by: idSchema,
  capturedAt: instantSchema,
  gridId: idSchema,
  placeId: v.optional(idSchema),
  position: v.optional(PositionSchema),
  note: v.pipe(v.string(), v.maxLength(reportLimits.noteCharacters)),
  photos: photosSchema,
  voice: v.optional(voiceSchema),
  patrolId: v.optional(idSchema),
  foundOn: v.optional(idSchema),
  notSameAs: v.optional(
    v.pipe(v.array(v.looseObject({ id: idSchema })), v.maxLength(reportLimits.notSameAs)),
  ),
  body: v.record(v.string(), v.unknown()),
})
