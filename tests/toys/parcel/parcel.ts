// An invented kind: a parcel that was left in a corridor. It has everything a kind can have that
// the two real ones do not have in this way, and no file of src knows of it.
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { statuses } from '#domain/step.ts'
import type { Workflow } from '#domain/workflow.ts'
import type { Kind } from '#kinds/kind.ts'
import { type Content, hasWords, type Missing } from '#kinds/missing.ts'

export const sizes = ['small', 'large'] as const

const schema = v.looseObject({
  recipient: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  size: v.picklist(sizes),
})

export type ParcelBody = v.InferOutput<typeof schema>

/** Nobody handles a parcel: it is reported, and a supervisor closes it. */
const workflow: Workflow = {
  close: { from: ['reported'], to: 'closed', by: 'review' },
  return: { from: ['reported'], to: 'returned', by: 'review', needs: ['comment'] },
  amend: { from: ['returned'], to: 'reported', by: 'author' },
  withdraw: { from: ['reported', 'returned'], to: 'withdrawn', by: 'author', needs: ['comment'] },
  note: { from: statuses, to: 'same', by: 'readWork', needs: ['comment'] },
}

const missing = ({ body, photos, placeId }: Content): Missing[] => [
  ...(body.size === 'large' && photos.length === 0
    ? [{ field: 'photo', wordKey: 'capture.missing.photo', fault: fault('missingPhoto') }]
    : []),
  ...(placeId ? [] : [{ field: 'place', wordKey: 'capture.missing.place' }]),
  ...(hasWords(body.recipient)
    ? []
    : [{ field: 'recipient', wordKey: 'parcel.missing.recipient' }]),
]

export const parcel: Kind<ParcelBody, 'parcel'> = {
  key: 'parcel',
  words: 'parcel',
  valueWords: { size: 'parcel.size' },
  dataClass: 'work',
  ability: 'capture',
  schema,
  workflow,
  awaits: ({ standing }) => (standing === 'reported' ? 'close' : undefined),
  capture: {
    icon: 'store',
    evidence: 'photo',
    placeTypes: ['building', 'stairwell'],
    photoRoles: ['near'],
    noteRows: 1,
    draftTitleKey: ({ size }) => (size ? `parcel.size.${size}` : undefined),
  },
  desk: {
    list: 'reports',
    columns: [
      {
        key: 'recipient',
        headKey: 'parcel.field.recipient',
        widthRem: 8,
        cell: ({ recipient }) => ({ text: recipient }),
      },
    ],
  },
  markable: ['recipient'],
  missing,
  duplicateKey: ({ recipient }) => recipient?.trim().toLowerCase(),
  firstStatus: () => 'reported',
  icon: () => 'store',
  titleKey: ({ size }) => `parcel.size.${size}`,
  urgency: ({ size }) => (size === 'large' ? 1 : 3),
}
