// What a report of a hazard cannot do without. Nothing else holds the saving up.
import type { DraftWords } from '#state/useDraft.ts'

export const lackable = ['photo', 'type', 'place', 'after', 'measured'] as const
export type Lacking = (typeof lackable)[number]

const hasWords = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

/** In the order of the form. */
export function lackingOf({
  photos,
  body,
  placeId,
  position,
}: Pick<DraftWords, 'photos' | 'body' | 'placeId' | 'position'>): Lacking[] {
  const isGiven: Record<Lacking, boolean> = {
    photo: photos.length > 0 || hasWords(body.whyNoPhoto),
    type: hasWords(body.type),
    after: body.isFixedOnSpot !== true || photos.some((photo) => photo.role === 'after'),
    measured: body.measuredText === undefined,
    place: Boolean(placeId ?? position) || hasWords(body.location),
  }
  return lackable.filter((each) => !isGiven[each])
}
