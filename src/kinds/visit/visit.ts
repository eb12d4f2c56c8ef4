// A visit at a door or by phone: how it ended and what was needed. It holds words about persons, so
// its class is care.
import * as v from 'valibot'
import { isUuid } from '#domain/ids.ts'
import { answeredReturnOf } from '#domain/report.ts'
import { statuses } from '#domain/step.ts'
import type { VisitEffect } from '#domain/visitDue.ts'
import type { Workflow } from '#domain/workflow.ts'
import type { Kind } from '../kind.ts'
import { type Content, hasWords, type Missing } from '../missing.ts'
import { keysOf } from '../table.ts'
import {
  needTypes,
  slots,
  visitChannels,
  visitIconOf,
  visitKinds,
  visitResults,
} from './visitKinds.ts'

export const visitLimits = {
  needs: 20,
  needCharacters: 500,
  hazards: 30,
  coVisitors: 10,
  idCharacters: 64,
} as const

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(visitLimits.idCharacters))

/** Loose: fields of a later version pass through untouched. */
const schema = v.looseObject({
  visitKind: v.picklist(keysOf(visitKinds)),
  result: v.picklist(keysOf(visitResults)),
  channel: v.picklist(keysOf(visitChannels)),
  slot: v.picklist(keysOf(slots)),
  needs: v.optional(
    v.pipe(
      v.array(
        v.looseObject({
          id,
          type: v.picklist(keysOf(needTypes)),
          text: v.pipe(v.string(), v.maxLength(visitLimits.needCharacters)),
        }),
      ),
      v.maxLength(visitLimits.needs),
    ),
  ),
  /** Reports of hazards that were captured on this visit. */
  hazardIds: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.check(isUuid))), v.maxLength(visitLimits.hazards)),
  ),
  /** Members who went along; a consultation is done by two. */
  coVisitorIds: v.optional(v.pipe(v.array(id), v.maxLength(visitLimits.coVisitors))),
})

export type VisitBody = v.InferOutput<typeof schema>

const workflow: Workflow = {
  accept: { from: ['reported'], to: 'accepted', by: 'review' },
  return: { from: ['reported', 'accepted'], to: 'returned', by: 'review', needs: ['comment'] },
  amend: { from: ['returned'], to: 'reported', by: 'author' },
  withdraw: { from: ['reported', 'returned'], to: 'withdrawn', by: 'author', needs: ['comment'] },
  note: { from: statuses, to: 'same', by: 'readCare', needs: ['comment'] },
}

/** A visit is made at a door and ends somehow; nothing else holds the saving up. */
const missingInVisit = ({ placeId, body }: Content): Missing[] => [
  ...(placeId ? [] : [{ field: 'place', wordKey: 'visit.missing.door' }]),
  ...(hasWords(body.result) ? [] : [{ field: 'result', wordKey: 'visit.missing.result' }]),
]

/**
 * Whoever was met begins the rhythm anew; a closed door, a refusal and a call are attempts.
 * `nothing_new` is said by somebody who met them: the button asks so.
 */
const effects: Record<VisitBody['result'], VisitEffect> = {
  met: 'met',
  met_family: 'met',
  nothing_new: 'met',
  remote_ok: 'attempted',
  declined: 'attempted',
  not_home: 'attempted',
  moved: 'closed',
}

export const visit: Kind<VisitBody, 'visit'> = {
  key: 'visit',
  words: 'visit',
  valueWords: {
    result: 'visit.results',
    visitKind: 'visit.kinds',
    channel: 'visit.channels',
    slot: 'visit.slots',
    needs: 'visit.needTypes',
  },
  dataClass: 'care',
  ability: 'visit',
  schema,
  workflow,
  // Who met nobody, or found nothing wanting, leaves nothing to decide. A need, a hazard and the
  // answer to a return are looked at.
  awaits: ({ standing, body, steps }) =>
    standing === 'reported' &&
    !body.needs?.length &&
    !body.hazardIds?.length &&
    !answeredReturnOf({ steps })
      ? null
      : undefined,
  capture: {
    previousPaths: ['/visit'],
    icon: 'door-open',
    evidence: { field: 'result' },
    placeTypes: ['dwelling', 'shop', 'building', 'stairwell'],
    photoRoles: ['near', 'far', 'reference'],
    noteRows: 2,
    hasCompanions: true,
    draftTitleKey: ({ result }) =>
      typeof result === 'string' ? `visit.results.${result}` : undefined,
    savedKey: ({ result }) => (result ? `visit.results.${result}` : undefined),
    finds: {
      kind: 'hazard',
      field: 'hazardIds',
      titleKey: 'visit.hazards',
      addKey: 'visit.reportHazard',
      icon: 'triangle-alert',
    },
  },
  desk: {
    list: 'visits',
    columns: [
      {
        key: 'result',
        headKey: 'visit.short.result',
        widthRem: 7.5,
        cell: (body) => ({ key: `visit.results.${body.result}` }),
      },
    ],
  },
  markable: ['result', 'needs'],
  missing: missingInVisit,
  firstStatus: () => 'reported',
  icon: (body) => visitIconOf(body.visitKind),
  titleKey: (body) => `visit.kinds.${body.visitKind}`,
  outcomeKey: ({ result }) =>
    visitResults.some(({ key }) => key === result) ? `visit.results.${result}` : undefined,
  urgency: (body) => {
    if (body.needs?.some((need) => need.type === 'elder_emergency')) return 1
    return body.needs?.length || body.result === 'not_home' ? 2 : 3
  },
  visited: ({ result }) => ({ effect: effects[result], wordKey: `visit.results.${result}` }),
}
