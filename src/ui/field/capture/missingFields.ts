// What a report of a hazard cannot do without. Nothing else holds the saving up.
import type { DraftWords } from '#state/useDraft.ts'

export const requiredFields = ['photo', 'type', 'place', 'after', 'measured'] as const
export type MissingField = (typeof requiredFields)[number]

const hasWords = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

/** In the order of the form. */
export function missingFields({
  photos,
  body,
  placeId,
  position,
}: Pick<DraftWords, 'photos' | 'body' | 'placeId' | 'position'>): MissingField[] {
  const isGiven: Record<MissingField, boolean> = {
    photo: photos.length > 0 || hasWords(body.whyNoPhoto),
    type: hasWords(body.type),
    after: body.isFixedOnSpot !== true || photos.some((photo) => photo.role === 'after'),
    measured: body.measuredText === undefined,
    place: Boolean(placeId ?? position) || hasWords(body.location),
  }
  return requiredFields.filter((each) => !isGiven[each])
}
