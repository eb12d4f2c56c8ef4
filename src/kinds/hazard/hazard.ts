// A hazard or event found on the way: what it is, how bad, whether it was put right at once.
import * as v from 'valibot'
import { statuses } from '#domain/step.ts'
import { dueFrom, type Limit, type Tier } from '#domain/workCalendar.ts'
import type { Workflow } from '#domain/workflow.ts'
import type { Kind } from '../kind.ts'
import { keysOf } from '../table.ts'
import { hazardTypeOf, hazardTypes, severities, type Severity } from './hazardTypes.ts'
import { missingInHazard } from './missingInHazard.ts'

export const hazardLimits = {
  unitCharacters: 12,
  whyNoPhotoCharacters: 200,
  locationCharacters: 200,
} as const

/** Loose: fields of a later version pass through untouched. */
const schema = v.looseObject({
  type: v.picklist(keysOf(hazardTypes)),
  severity: v.picklist(severities),
  tier: v.picklist([1, 2, 3]),
  /** What a tape or meter said, e.g. 12 cm. */
  measured: v.optional(
    v.object({
      value: v.pipe(v.number(), v.finite()),
      unit: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(hazardLimits.unitCharacters)),
    }),
  ),
  isFixedOnSpot: v.optional(v.boolean()),
  whyNoPhoto: v.optional(v.pipe(v.string(), v.maxLength(hazardLimits.whyNoPhotoCharacters))),
  /** Free words to find it by. */
  location: v.optional(v.pipe(v.string(), v.maxLength(hazardLimits.locationCharacters))),
})

export type HazardBody = v.InferOutput<typeof schema>

/** Who handled it is not the one who checks it: rework and close are refused to them. */
const workflow: Workflow = {
  accept: { from: ['reported'], to: 'accepted', by: 'review' },
  dispatch: {
    from: ['accepted', 'dispatched', 'inProgress'],
    to: 'dispatched',
    by: 'review',
    needs: ['handler'],
  },
  start: { from: ['dispatched'], to: 'inProgress', by: 'assignee' },
  // Taking it up is part of finishing it: who comes, mends and photographs need not say so before.
  resolve: {
    from: ['dispatched', 'inProgress'],
    to: 'resolved',
    by: 'assignee',
    needs: ['photo'],
  },
  close: {
    from: ['resolved', 'selfHandled'],
    to: 'closed',
    by: 'review',
    isRefusedToHandler: true,
  },
  // From where it had ended it is a reopening: the work goes on, and released apps know the step.
  rework: {
    from: ['resolved', 'closed', 'followedUp'],
    to: 'inProgress',
    by: 'review',
    needs: ['comment'],
    isRefusedToHandler: true,
  },
  followUp: { from: ['closed'], to: 'followedUp', by: 'review', needs: ['comment'] },
  return: {
    from: ['reported', 'selfHandled', 'accepted'],
    to: 'returned',
    by: 'review',
    needs: ['comment'],
  },
  reject: { from: ['reported'], to: 'rejected', by: 'review', needs: ['comment'] },
  amend: { from: ['returned'], to: 'reported', by: 'author' },
  withdraw: {
    from: ['reported', 'returned', 'selfHandled'],
    to: 'withdrawn',
    by: 'author',
    needs: ['comment'],
  },
  note: { from: statuses, to: 'same', by: 'readWork', needs: ['comment'] },
}

export interface Proposal {
  severity: Severity
  tier: Tier
  limit: Limit | null
}

/** What the form fills in once a type is chosen; a type unknown here is treated as `other`. */
export function proposal(type: string): Proposal {
  const { severity, tier, limit } = hazardTypeOf(type) ?? hazardTypeOf('other')!
  return { severity, tier, limit }
}

/** Of that type, with what its type proposes. */
export function withType(body: Partial<HazardBody>, type: string): Partial<HazardBody> {
  const { severity, tier } = proposal(type)
  return { ...body, type, severity, tier }
}

const keyOr = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export const hazard: Kind<HazardBody, 'hazard'> = {
  key: 'hazard',
  words: 'hazard',
  valueWords: { type: 'hazard.types', severity: 'hazard.severities', tier: 'hazard.tierName' },
  dataClass: 'work',
  ability: 'capture',
  schema,
  workflow,
  capture: {
    isUsual: true,
    previousPaths: ['/report'],
    icon: 'camera',
    evidence: 'photo',
    placeWords: 'location',
    photoRoles: ['near', 'far', 'reference'],
    opensCamera: true,
    noPhotoReason: 'whyNoPhoto',
    hasAfterPhoto: (body) => body.isFixedOnSpot === true,
    isFinding: true,
    noteRows: 1,
    usageOf: (body) => keyOr(body.type),
    draftTitleKey: ({ type }) => (typeof type === 'string' ? `hazard.types.${type}` : undefined),
  },
  desk: { list: 'reports' },
  markable: ['type', 'severity'],
  missing: missingInHazard,
  duplicateKey: (body) => keyOr(body.type),
  firstStatus: (body) => (body.isFixedOnSpot ? 'selfHandled' : 'reported'),
  icon: (body) => hazardTypeOf(body.type)?.icon ?? 'triangle-alert',
  titleKey: (body) => `hazard.types.${hazardTypeOf(body.type) ? body.type : 'other'}`,
  urgency: (body) => (body.severity === 'critical' ? 1 : body.tier),
  severity: (body) => severities.find((each) => each === body.severity) ?? null,
  proposedDueAt: (body, acceptedAt) => {
    const usual = proposal(body.type)
    // A tier other than the type's own was chosen by a person: its limit counts, not the type's.
    return dueFrom(acceptedAt, body.tier === usual.tier ? usual.limit : null, body.tier)
  },
}
