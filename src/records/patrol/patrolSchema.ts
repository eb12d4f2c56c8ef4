// The shape of a patrol, checked when a change is decided (patrol.ts).
import * as v from 'valibot'
import { idSchema, instantSchema } from '#protocol/rowSchemas.ts'

export const PatrolSchema = v.looseObject({
  by: idSchema,
  gridId: idSchema,
  startedAt: instantSchema,
  endedAt: v.optional(instantSchema),
  pauses: v.pipe(
    v.array(
      v.looseObject({ id: idSchema, type: v.picklist(['pause', 'resume']), at: instantSchema }),
    ),
    v.maxLength(200),
  ),
  checks: v.pipe(
    v.array(
      v.looseObject({
        id: idSchema,
        placeId: idSchema,
        at: instantSchema,
        outcome: v.picklist(['fine', 'finding']),
      }),
    ),
    v.maxLength(1000),
  ),
})
