// What crosses the wire, as schemas (SPEC.md). Parsed at both edges, believed inside.
import * as v from 'valibot'
import type { RowType } from '#domain/row.ts'
import { FaultSchema } from './refusal.ts'
import { count, id, instant, photoHash, text, uuid } from './scalars.ts'

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
  /** Photos that one request may ask about (B3). */
  photosAsked: 200,
} as const

const envelopeHead = v.looseObject({ id: uuid, n: v.pipe(count, v.minValue(1)) })
export type ChangeEnvelope = v.InferOutput<typeof envelopeHead>

/**
 * Only the envelope is checked here: what is inside a change is decided change by change, so that
 * one bad one parks alone. It is handed on as it came: a copy would lack the keys that the library
 * passes over, and nothing could be said of them any more.
 */
export const ChangeEnvelope = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): ChangeEnvelope => {
    const read = v.safeParse(envelopeHead, dataset.value, { abortEarly: true })
    if (read.success) return dataset.value as ChangeEnvelope
    const { expected, received, message, path } = read.issues[0]
    addIssue({ expected: expected ?? undefined, received, message, path: path as never })
    return NEVER
  }),
)

const paths = v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown())
const element = v.looseObject({})
const changeHead = (rowTypes: readonly RowType[]) => ({
  id: uuid,
  n: v.pipe(count, v.minValue(1)),
  by: id,
  at: instant,
  schema: v.pipe(count, v.minValue(1)),
  t: v.picklist(rowTypes),
  row: id,
  ofCase: v.optional(id),
})
/** A create says nothing of these; it would be lost. */
const absent = v.optional(v.never())
/**
 * A key of the change itself that no release knows, or none knows any more, parks nothing: it stays
 * in the journal. A meaning that is added raises the schema.
 *
 * @param rowTypes those that this release knows (records/parseChange.ts)
 */
export const changeBody = (rowTypes: readonly RowType[]) => {
  const head = changeHead(rowTypes)
  return v.variant('op', [
    v.looseObject({
      ...head,
      op: v.literal('create'),
      set: paths,
      base: absent,
      add: absent,
      remove: absent,
      step: absent,
    }),
    v.looseObject({
      ...head,
      op: v.literal('patch'),
      base: v.optional(v.record(v.string(), count)),
      set: v.optional(paths),
      add: v.optional(v.record(v.string(), v.pipe(v.array(element), v.maxLength(100)))),
      remove: v.optional(v.record(v.string(), v.pipe(v.array(text(100)), v.maxLength(100)))),
      step: v.optional(
        v.looseObject({
          id: text(80),
          type: text(40),
          by: id,
          at: instant,
          from: text(40),
          to: text(40),
        }),
      ),
    }),
  ])
}

export const SyncRequest = v.object({
  v: v.literal(1),
  app: text(40),
  /**
   * The newest sync version of rows the app knows (`currentSyncVersion`); absent is the first (C7).
   */
  shape: v.optional(v.pipe(count, v.minValue(1))),
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
    changes: v.pipe(v.array(ChangeEnvelope), v.maxLength(protocolLimits.changesPerPush)),
  }),
  pull: v.nullable(v.object({ cursors: v.record(text(100), count), max: count })),
  photos: v.object({
    waiting: count,
    bytes: count,
    /** Handed in earlier and, as far as the phone knows, not yet backed up (B3). */
    received: v.optional(v.pipe(v.array(photoHash), v.maxLength(protocolLimits.photosAsked))),
  }),
  lost: v.optional(v.array(v.tuple([count, count]))),
  /**
   * What the phone says of itself, for the desk: whether its browser promised to keep what is
   * stored, and photos it cannot read any more.
   */
  phone: v.optional(
    v.object({ persisted: v.nullable(v.boolean()), installed: v.boolean(), unreadable: count }),
  ),
  /** Id of the organisation's key that the phone has for rescue files, empty for none (R1). */
  sealKey: v.optional(text(32)),
  /**
   * Credentials this phone had before; the server stops missing their work once nothing is left
   * of it here (R7).
   */
  former: v.optional(
    v.pipe(v.array(v.object({ id: text(80), secret: text(100) })), v.maxLength(5)),
  ),
})
export type SyncRequest = v.InferOutput<typeof SyncRequest>

export const ChangeResult = v.object({
  /** Of the request it answers. */
  n: count,
  /** Outcome: applied, applied over an unseen value, or parked. */
  s: v.picklist(['applied', 'merged', 'parked']),
  /** It was here before (a repeated delivery). */
  again: v.optional(v.literal(1)),
  /** Version of the row with this change in it. */
  rowV: v.optional(count),
  /** Fields whose earlier value went to history. */
  over: v.optional(v.array(v.string())),
  fault: v.optional(FaultSchema),
})
export type ChangeResult = v.InferOutput<typeof ChangeResult>

/**
 * Fields of a row are not walked through one by one: ten thousand rows come at once, and only
 * screens look inside.
 */
const anObject = <T>() =>
  v.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const WholeRow = v.object({
  /** A type of a later version is kept unread (C7). */
  t: v.pipe(
    text(40),
    v.transform((t) => t as RowType),
  ),
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
    /** Every change up to this number is in the backup; null where there is none (B1). */
    durable: v.nullable(count),
    results: v.array(ChangeResult),
    need: v.nullable(count),
    fork: v.boolean(),
    /**
     * Why none of the changes after the results was taken in, and when to come again; they wait on
     * the phone (S13).
     */
    later: v.optional(FaultSchema),
    /** By the server's clock; stands in every row and step this push made. */
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
  /** Of the photos that were asked about (B3). */
  photos: v.optional(v.object({ backedUp: v.array(photoHash), missing: v.array(photoHash) })),
  /** What the phone is to do: hand everything in, then erase itself (E4). */
  order: v.optional(
    v.pipe(
      text(20),
      v.transform((order) => (order === 'wipe' ? order : undefined)),
    ),
  ),
  /** The key itself, where the phone has another one or none. */
  sealKey: v.optional(text(100)),
})
export type SyncResponse = v.InferOutput<typeof SyncResponse>
