// The shape of what several record types are made of, checked when a change is decided (records/).
// Unknown extra fields stay untouched (looseObject).
import * as v from 'valibot'
import { photoLimits, photoRoles } from '#domain/photo.ts'
import { isAccuracy, isInstant, positionSources } from '#domain/position.ts'
import { reportLimits } from '#domain/report.ts'
import { markLimits, statuses, stepTypes } from '#domain/step.ts'
import { voiceLimits } from '#domain/voice.ts'

export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(80))
export const instantSchema = v.pipe(
  v.number(),
  v.check((time) => isInstant(time)),
)
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const blob = v.object({ hash, bytes: v.pipe(count, v.maxValue(photoLimits.uploadBytes)) })

const measuredPosition = {
  lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  lon: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  accuracyMetres: v.nullable(
    v.pipe(
      v.number(),
      v.check((metres) => isAccuracy(metres)),
    ),
  ),
  source: v.picklist(positionSources),
  at: instantSchema,
  fixes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
}

/** What was measured before a person put the pin has nothing before it. */
export const PositionSchema = v.looseObject({
  ...measuredPosition,
  raw: v.optional(v.looseObject({ ...measuredPosition, raw: v.optional(v.never()) })),
})

export const PhotoRefSchema = v.looseObject({
  ...blob.entries,
  width: count,
  height: count,
  role: v.picklist(photoRoles),
  isUnnamed: v.optional(v.literal(true)),
  source: v.optional(v.picklist(['camera', 'album'])),
  takenAt: instantSchema,
  isUndated: v.optional(v.literal(true)),
  isOriginal: v.optional(v.literal(true)),
  isUnfinished: v.optional(v.literal(true)),
  position: v.optional(PositionSchema),
  headingDegrees: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(360))),
  thumb: blob,
  stamped: v.optional(blob),
})

export const photosSchema = v.pipe(v.array(PhotoRefSchema), v.maxLength(photoLimits.perReport))

const VoiceRefSchema = v.looseObject({
  hash,
  bytes: v.pipe(count, v.maxValue(voiceLimits.uploadBytes)),
  seconds: v.pipe(count, v.maxValue(voiceLimits.seconds)),
  takenAt: instantSchema,
})

export const voiceSchema = v.pipe(v.array(VoiceRefSchema), v.maxLength(voiceLimits.notes))

export const StepSchema = v.looseObject({
  id: idSchema,
  type: v.picklist(stepTypes),
  by: idSchema,
  at: instantSchema,
  from: v.picklist(statuses),
  to: v.picklist(statuses),
  comment: v.optional(v.pipe(v.string(), v.maxLength(reportLimits.commentCharacters))),
  marks: v.optional(
    v.object({
      fields: v.pipe(
        v.array(v.pipe(v.string(), v.maxLength(markLimits.fieldCharacters))),
        v.maxLength(markLimits.fields),
      ),
      photos: v.pipe(v.array(hash), v.maxLength(photoLimits.perReport)),
    }),
  ),
  handlerId: v.optional(idSchema),
  dueAt: v.optional(instantSchema),
  photos: v.optional(photosSchema),
  position: v.optional(PositionSchema),
  voice: v.optional(voiceSchema),
})
