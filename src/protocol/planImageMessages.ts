// What crosses the wire about plan pictures (SPEC.md, F rules): one is made of an upload, and what
// is said of it is altered. The rows themselves come with a pull.
import * as v from 'valibot'
import type { GridId, PlanImageId } from '#domain/ids.ts'
import { planImageLimits } from '#domain/planImage.ts'
import { id, named, uuid } from './scalars.ts'

const within = (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most))
const pixel = within(0, planImageLimits.pixels)

const told = {
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(planImageLimits.nameCharacters),
    v.check((text) => !/\p{Cc}/u.test(text), 'no control characters'),
  ),
  points: v.pipe(
    v.array(v.object({ px: pixel, py: pixel, lat: within(-85, 85), lon: within(-180, 180) })),
    v.minLength(planImageLimits.leastPoints),
    v.maxLength(planImageLimits.points),
  ),
  opacity: within(planImageLimits.leastOpacity, 1),
  gridId: v.pipe(id, named<GridId>()),
}
export const PlanImageMaking = v.object({
  id: v.pipe(uuid, named<PlanImageId>()),
  /** Where its bytes went, by tus. */
  upload: v.pipe(v.string(), v.maxLength(80)),
  ...told,
})
export type PlanImageMaking = v.InferOutput<typeof PlanImageMaking>

export const PlanImageAlteration = v.partial(v.object({ ...told, isRetired: v.boolean() }))
export type PlanImageAlteration = v.InferOutput<typeof PlanImageAlteration>

export const PlanImageAnswer = v.object({
  v: v.literal(1),
  planImage: v.looseObject({ id: v.string() }),
})
export type PlanImageAnswer = v.InferOutput<typeof PlanImageAnswer>
