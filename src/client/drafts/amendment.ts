// The difference between a report as its author saw it and their draft, as one change: only touched
// fields with the versions they saw, photos and voice notes as put in and taken out.
import type { PatchChange } from '#domain/change.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { photoLimits } from '#domain/photo.ts'
import { markLimits, type Step } from '#domain/step.ts'
import type { Draft, Seen } from '../db/tables.ts'
import { alterations, baseOf, type Moved } from './seen.ts'

type Amendment = Pick<
  PatchChange,
  'id' | 't' | 'row' | 'op' | 'base' | 'set' | 'add' | 'remove' | 'step'
>

export function amendment(draft: Draft, seen: Seen, by: MemberId, at: Instant): Amendment {
  const { set, put, taken } = alterations(draft, seen)
  const base = baseOf(seen, Object.keys(set))
  const step: Step | undefined =
    seen.standing === 'returned'
      ? {
          id: draft.step,
          type: 'amend',
          by,
          at,
          from: 'returned',
          to: 'reported',
          marks: marksOf(set, put, taken),
        }
      : undefined
  return {
    id: draft.change,
    t: 'report',
    row: draft.record,
    op: 'patch',
    ...(Object.keys(set).length > 0 ? { set, ...(base ? { base } : {}) } : {}),
    ...(put ? { add: put } : {}),
    ...(taken ? { remove: taken } : {}),
    ...(step ? { step } : {}),
  }
}

/** What was altered, in the names in which a return points at it, so that nobody need search. */
const marksOf = (
  set: object,
  put: Moved['put'],
  taken: Moved['taken'],
): NonNullable<Step['marks']> => ({
  fields: [
    ...Object.keys(set).map((path) => path.replace(/^body\./, '')),
    ...Object.keys({ ...put, ...taken }),
  ]
    .filter((field) => field.length <= markLimits.fieldCharacters)
    .slice(0, markLimits.fields),
  // One that was only given another role is no new one.
  photos: (put?.photos ?? [])
    .map(({ hash }) => hash)
    .filter((hash) => !taken?.photos?.includes(hash))
    .slice(0, photoLimits.perReport),
})

export const isNothing = ({ set, add, remove, step }: Amendment): boolean =>
  !set && !add && !remove && !step
