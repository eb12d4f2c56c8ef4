// How the released app 0.1.0 reads answers, word for word. It is in people's pockets: what it
// cannot read it takes for a stranger's.
import * as v from 'valibot'

const faultCodes = [
  'malformed',
  'tooLarge',
  'unknownSchema',
  'unknownPath',
  'tooManyRequests',
  'internal',
  'unknownDevice',
  'revokedDevice',
  'signedOut',
  'notAllowed',
  'inviteSpent',
  'nameTaken',
  'wrongPassword',
  'unknownKind',
  'invalidFields',
  'unknownGrid',
  'unknownPlace',
  'badPosition',
  'tooManyPhotos',
  'unknownReport',
  'notYours',
  'closedReport',
  'wrongStanding',
  'handlerMayNotCheck',
  'missingReason',
  'missingHandler',
  'missingPhoto',
  'idTaken',
  'changedMeanwhile',
  'photoEmpty',
  'photoNotAnImage',
  'photoHeic',
  'photoTooLarge',
  'photoTooManyPixels',
  'photoUnreadable',
  'photoHashMismatch',
  'photoUnknown',
  'photoLost',
  'photoTwice',
  'storageFull',
  'storageLost',
  'storageRefused',
  'offline',
  'notOurAnswer',
  'serverBusy',
  'appTooOld',
  'workWaits',
  'cameraRefused',
  'cameraMissing',
  'positionRefused',
  'positionUnavailable',
  'codeUnknown',
  'updateNeeded',
] as const
const rowTypes = ['report', 'patrol', 'grid', 'place', 'member'] as const

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))

const FaultShape = v.object({
  code: v.picklist(faultCodes),
  detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
})

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
  t: v.picklist(rowTypes),
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
})

export const Refusal = v.object({ v: v.literal(1), req: v.optional(v.string()), fault: FaultShape })

export const PhotoAnswer = v.variant('state', [
  v.object({ v: v.literal(1), state: v.literal('have') }),
  v.object({ v: v.literal(1), state: v.literal('open'), url: v.string(), offset: count }),
])
