// What crosses the wire about a session: whose it is, and, for members alone, the maps of other
// providers that the operator lets the app draw (SPEC.md, E2).
import * as v from 'valibot'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { MemberSchema } from './memberMessages.ts'

const OnlineMapsSchema = v.array(
  v.object({
    name: v.string(),
    layers: v.array(v.string()),
    system: v.picklist(['wgs84', 'gcj02']),
    minZoom: v.number(),
    maxZoom: v.number(),
    attribution: v.string(),
    approvalNumber: v.string(),
  }),
)

/** A list that this app cannot read is none: a session is not refused for it. */
export function onlineMapsIn(value: unknown): OnlineMap[] {
  const read = v.safeParse(OnlineMapsSchema, value)
  return read.success ? read.output : []
}

export const SessionAnswer = v.object({
  v: v.literal(1),
  member: v.nullable(MemberSchema),
  /** Absent where nobody is signed in. */
  onlineMaps: v.optional(v.pipe(v.unknown(), v.transform(onlineMapsIn))),
})
export type SessionAnswer = v.InferOutput<typeof SessionAnswer>
