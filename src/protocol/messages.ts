// What crosses the wire, as schemas (SPEC.md). Parsed at both edges, believed inside.
import * as v from 'valibot'
import { faultCodes } from '#domain/fault.ts'
import { rowTypes } from '#domain/row.ts'

const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.regex(/^[\w:.-]+$/))
const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))

export const protocolLimits = {
  /** Changes of one request. */
  changesPerPush: 500,
  /** Bytes of one request after inflating. */
  requestBytes: 2_000_000,
  /** A gzip body may grow by this factor. */
  inflateFactor: 40,
  /** Bytes of rows in one answer, unless a single row is larger. */
  pullBytes: { least: 16_384, usual: 262_144, most: 4_194_304 },
  /** Largest photo that travels as one PUT. */
  putBytes: 65_536,
} as const

/** Only the frame is checked here: what is inside a change is decided change by change, so that one bad one parks alone. */
export const ChangeFrame = v.looseObject({ id: uuid, n: v.pipe(count, v.minValue(1)) })
export type ChangeFrame = v.InferOutput<typeof ChangeFrame>

const paths = v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown())
const element = v.looseObject({})
const changeHead = {
  id: uuid,
  n: v.pipe(count, v.minValue(1)),
  by: id,
  at: instant,
  schema: v.pipe(count, v.minValue(1)),
  t: v.picklist(rowTypes),
  row: id,
}
export const ChangeBody = v.variant('op', [
  v.looseObject({ ...changeHead, op: v.literal('create'), set: paths }),
  v.looseObject({
    ...changeHead,
    op: v.literal('patch'),
    base: v.optional(v.record(v.string(), count)),
    set: v.optional(paths),
    add: v.optional(v.record(v.string(), v.pipe(v.array(element), v.maxLength(100)))),
    remove: v.optional(v.record(v.string(), v.pipe(v.array(text(100)), v.maxLength(100)))),
    step: v.optional(v.looseObject({ id: text(80), type: text(40), by: id, at: instant, from: text(40), to: text(40) })),
  }),
])

export const SyncRequest = v.object({
  v: v.literal(1),
  app: text(40),
  req: uuid,
  install: uuid,
  epoch: v.nullable(text(80)),
  clock: v.object({ wall: instant, zone: text(60) }),
  push: v.object({
    /** Number of the first change; 0 when there is none. */
    from: count,
    /** How many wait on the phone, these included, and since when. */
    waiting: count,
    oldest: v.nullable(instant),
    changes: v.pipe(v.array(ChangeFrame), v.maxLength(protocolLimits.changesPerPush)),
  }),
  pull: v.nullable(v.object({ cursors: v.record(text(100), count), max: count })),
  photos: v.object({ waiting: count, bytes: count }),
  lost: v.optional(v.array(v.tuple([count, count]))),
})
export type SyncRequest = v.InferOutput<typeof SyncRequest>

const FaultShape = v.object({
  code: v.picklist(faultCodes),
  detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
})

export const ChangeResult = v.object({
  /** Of the request it answers. */
  n: count,
  /** Fate: applied, applied over an unseen value, or parked. */
  s: v.picklist(['applied', 'merged', 'parked']),
  /** It was here before (a repeated delivery). */
  again: v.optional(v.literal(1)),
  /** Version of the row with this change in it. */
  rowV: v.optional(count),
  /** Fields whose earlier value went to history. */
  over: v.optional(v.array(v.string())),
  fault: v.optional(FaultShape),
})
export type ChangeResult = v.InferOutput<typeof ChangeResult>

/** Fields of a row are not walked through one by one: ten thousand rows come at once, and only screens look inside. */
const anObject = <T>() => v.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const WholeRow = v.object({
  t: v.picklist(rowTypes),
  id: v.string(),
  v: count,
  fv: v.optional(anObject<Record<string, number>>()),
  f: v.optional(anObject<Record<string, unknown>>()),
  out: v.optional(v.literal(1)),
})
export type WholeRow = v.InferOutput<typeof WholeRow>
/** A row this very request created: the phone makes it of its own change (L8). */
const OwnRow = v.object({ own: count })
const PulledRow = v.union([WholeRow, OwnRow])
export type PulledRow = v.InferOutput<typeof PulledRow>

export const PullPage = v.object({
  scope: v.string(),
  from: count,
  to: count,
  head: count,
  more: v.boolean(),
  rows: v.array(PulledRow),
})
export type PullPage = v.InferOutput<typeof PullPage>

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
    /** By the endpoint's clock; stands in every row and step this push made. */
    receivedAt: instant,
  }),
  pull: v.nullable(v.object({
    member: v.string(),
    enter: v.array(v.string()),
    leave: v.array(v.string()),
    pages: v.array(PullPage),
  })),
})
export type SyncResponse = v.InferOutput<typeof SyncResponse>

export const Refusal = v.object({ v: v.literal(1), req: v.optional(v.string()), fault: FaultShape })
export type Refusal = v.InferOutput<typeof Refusal>

export const PhotoOffer = v.object({
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(count, v.minValue(1)),
})
export const PhotoAnswer = v.variant('state', [
  v.object({ v: v.literal(1), state: v.literal('have') }),
  v.object({ v: v.literal(1), state: v.literal('open'), url: v.string(), offset: count }),
])
export type PhotoAnswer = v.InferOutput<typeof PhotoAnswer>

/** The label lies in a column of its own, and an engine may end a text at a NUL. */
export const InviteTaking = v.object({ secret: text(100), label: v.pipe(text(80), v.check((label) => !/\p{Cc}/u.test(label), 'no control characters')) })
export const DeviceGrant = v.object({
  v: v.literal(1),
  deviceId: v.string(),
  deviceSecret: v.string(),
  member: v.looseObject({ id: v.string(), name: v.string(), roles: v.array(v.string()), gridIds: v.array(v.string()), isActive: v.boolean() }),
})
export type DeviceGrant = v.InferOutput<typeof DeviceGrant>
