// What crosses the wire about a photo (SPEC.md, P rules): offered by its hash, answered by where to
// go on.
import * as v from 'valibot'
import { count, photoHash } from './scalars.ts'

export const PhotoOffer = v.object({
  hash: photoHash,
  bytes: v.pipe(count, v.minValue(1)),
})
export const PhotoAnswer = v.variant('state', [
  v.object({ v: v.literal(1), state: v.literal('have') }),
  v.object({ v: v.literal(1), state: v.literal('open'), url: v.string(), offset: count }),
])
export type PhotoAnswer = v.InferOutput<typeof PhotoAnswer>
