// How the released app 0.2.0 reads answers. It is in people's pockets: what it cannot read it takes
// for a stranger's. Fault codes and row types it does not know it takes for `internal` and keeps
// unread, so any short text will do.
import * as v from 'valibot'

const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
const photoHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))

const FaultShape = v.pipe(
  v.object({
    code: text(60),
    detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
  }),
  v.transform(({ code, detail }) => ({ code, ...(detail ? { detail } : {}) })),
)

const ChangeResult = v.object({
  n: count,
  s: v.picklist(['applied', 'merged', 'parked']),
  again: v.optional(v.literal(1)),
  rowV: v.optional(count),
  over: v.optional(v.array(v.string())),
  fault: v.optional(FaultShape),
})

const anObject = <T>() =>
  v.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const WholeRow = v.object({
  t: text(40),
  id: v.string(),
  v: count,
  fv: v.optional(anObject<Record<string, number>>()),
  f: v.optional(anObject<Record<string, unknown>>()),
  out: v.optional(v.literal(1)),
})
const OwnRow = v.object({ own: count })
const PulledRow = v.union([WholeRow, OwnRow])

const PullPage = v.object({
  scope: v.string(),
  from: count,
  to: count,
  head: count,
  more: v.boolean(),
  rows: v.array(PulledRow),
})

export const SyncResponse = v.object({
  v: v.literal(1),
  req: uuid,
  epoch: v.string(),
  time: instant,
  push: v.object({
    last: count,
    durable: v.nullable(count),
    results: v.array(ChangeResult),
    need: v.nullable(count),
    fork: v.boolean(),
    receivedAt: instant,
  }),
  pull: v.nullable(
    v.object({
      member: v.string(),
      enter: v.array(v.string()),
      leave: v.array(v.string()),
      pages: v.array(PullPage),
    }),
  ),
  photos: v.optional(v.object({ backedUp: v.array(photoHash), missing: v.array(photoHash) })),
  order: v.optional(
    v.pipe(
      text(20),
      v.transform((order) => (order === 'wipe' ? order : undefined)),
    ),
  ),
  sealKey: v.optional(text(100)),
})

export const Refusal = v.object({ v: v.literal(1), req: v.optional(v.string()), fault: FaultShape })

export const PhotoAnswer = v.variant('state', [
  v.object({ v: v.literal(1), state: v.literal('have') }),
  v.object({ v: v.literal(1), state: v.literal('open'), url: v.string(), offset: count }),
])
